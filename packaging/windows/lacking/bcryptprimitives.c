/* The source of random numbers that Rust's standard library calls. */
#include <stddef.h>

__declspec(dllimport) unsigned char SystemFunction036(void *buffer, unsigned long length);

__declspec(dllexport) int ProcessPrng(void *buffer, size_t length) {
    return SystemFunction036(buffer, (unsigned long)length);
}
