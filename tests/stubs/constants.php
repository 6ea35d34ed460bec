<?php

/** Constants that WordPress defines when it runs and its stubs leave out. For static analysis only. */

declare(strict_types=1);

define('ABSPATH', '/');
define('MINUTE_IN_SECONDS', 60);
define('HOUR_IN_SECONDS', 3600);
define('DAY_IN_SECONDS', 86400);
define('YEAR_IN_SECONDS', 31536000);
