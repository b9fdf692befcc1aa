// Everything is in the header; a C target needs a file.
#include "CScan.h"
