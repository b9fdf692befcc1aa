// The header as the system installs it; the target that uses the library links it.
#include <ccadical.h>
