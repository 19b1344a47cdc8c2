# Pinprick, built and ready to run:
#
#   docker build -t pinprick .
#   docker run --rm pinprick                                     a campaign of 60 seconds
#   docker run --rm pinprick fuzz --seconds 10                   any other subcommand, with its options
#   docker run --rm -v "$PWD:/here" -w /here pinprick run FILE   a program of your own
#
# Findings are stored where the tool runs, in pinprick-campaign: mount a directory there to keep them.
FROM debian:12

WORKDIR /pinprick

# The packages: by far the slowest layer, so it depends on nothing but the two files that name them.
COPY scripts/setup scripts/lib.sh scripts/
RUN scripts/setup && rm -rf /var/lib/apt/lists/*

# The sources and the build: this much is done again when a file changes.
COPY . .
RUN scripts/pinprick kinds

# The tool itself, not the script: nothing is left to install or build, and any user may run it.
ENTRYPOINT ["/pinprick/build/clang/harness/cli/pinprick"]
CMD ["fuzz"]
