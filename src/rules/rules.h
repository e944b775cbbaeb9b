/* The rules, one line each in rules.def, indexed by node kind and function name. */
#ifndef SQLXLATE_RULES_H
#define SQLXLATE_RULES_H

#include "emit/render.h"

const RuleSet *rules_set(void);
/* Every rule, in order of rules.def; *n of them. */
const Rule *const *rules_all(size_t *n);

/* The rule of this code; NULL when none has it. */
const Rule *rules_find(uint16_t code);

#endif
