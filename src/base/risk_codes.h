/* The codes of risk/: what a migration may lose or break, whatever database it runs on.  Said by rules and by
   hosts alike, and only when asked for (Options.asked). */
#ifndef SQLXLATE_RISK_CODES_H
#define SQLXLATE_RISK_CODES_H

enum RiskCode {
    RISK_DROP_TABLE = 1001,
    RISK_DROP_COLUMN = 1002,
    RISK_DELETE_ALL = 1003,
    RISK_UPDATE_ALL = 1004,
    RISK_NOT_NULL = 1005,
    RISK_RENAME = 1006,
    RISK_DROP_CONSTRAINT = 1007,
};

#endif
