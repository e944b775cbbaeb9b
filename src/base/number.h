/* Numbers as SQLite reads them from text: blanks, a sign, digits, a point, digits, an exponent
   (https://sqlite.org/datatype3.html section 3.1).  Text knows no hexadecimal numbers and no underscores. */
#ifndef SQLXLATE_NUMBER_H
#define SQLXLATE_NUMBER_H

#include "base/str.h"

typedef struct Number {
    Str text;     /* the longest number in front, without a +; empty: none */
    Str digits;   /* its sign and the digits before its point, which CAST AS INTEGER takes; empty: none */
    bool integer; /* no point, no exponent */
    bool alone;   /* nothing stands behind it but blanks: affinity makes a number of the text */
} Number;

Number number_read(Str s);

#endif
