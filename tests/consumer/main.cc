// Each in a source of its own.
void show_async();
void show_projection();

int main() {
  show_projection();
  show_async();
}
