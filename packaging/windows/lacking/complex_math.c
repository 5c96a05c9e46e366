/* The functions of C99's <complex.h> that wine's ucrtbase.dll leaves out and numpy calls. */
#include <complex.h>

#define EXPORT __declspec(dllexport)
#define TO_REAL(name) \
    EXPORT double own_##name(double complex z) { return name(z); } \
    EXPORT float own_##name##f(float complex z) { return name##f(z); }
#define TO_COMPLEX(name) \
    EXPORT double complex own_##name(double complex z) { return name(z); } \
    EXPORT float complex own_##name##f(float complex z) { return name##f(z); }

TO_REAL(cabs)
TO_REAL(carg)
TO_REAL(cimag)
TO_REAL(creal)
TO_COMPLEX(ccos)
TO_COMPLEX(ccosh)
TO_COMPLEX(cexp)
TO_COMPLEX(clog)
TO_COMPLEX(csin)
TO_COMPLEX(csinh)
TO_COMPLEX(csqrt)
TO_COMPLEX(ctan)
TO_COMPLEX(ctanh)

EXPORT double complex own_cpow(double complex x, double complex y) { return cpow(x, y); }
EXPORT float complex own_cpowf(float complex x, float complex y) { return cpowf(x, y); }
