<?php

declare(strict_types=1);

namespace Touchline\WP;

/** What a day's hash says of a session, a customer or an e-mail that is seen with it. */
enum Tie
{
    /** No other one was seen with it. */
    case Own;
    /** Another one was: the address is shared. */
    case Shared;
    /** The same, and it shows only now. */
    case NowShared;
}
