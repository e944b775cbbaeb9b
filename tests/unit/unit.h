/* How every unit test program begins and ends: one list of tests, run as Check runs them. */
#ifndef SQLXLATE_UNIT_H
#define SQLXLATE_UNIT_H

#include <check.h>
#include <stdlib.h>

/* The exit status.  `fork`: each test in a process of its own. */
static inline int unit_run(Suite *s, TCase *tests, bool fork)
{
    tcase_set_timeout(tests, 60); /* seconds: Check's own four are few for ASan on a busy machine */
    suite_add_tcase(s, tests);
    SRunner *r = srunner_create(s);
    if (!fork)
        srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
