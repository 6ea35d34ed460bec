<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

/** What to do about an error, by its number in docs/errors.md. */
final class Advice
{
    public const CORRUPT = 31;

    public static function words(int $code): string
    {
        return match ($code) {
            1 => __('Give PHP more memory (memory_limit).', 'touchline'),
            10, 11 => __('Give the store’s folder to the user that PHP runs as, mode 0700.', 'touchline'),
            12 => __('Run the command as the user that the message names.', 'touchline'),
            13 => __('Put the folder on a local disk: set TOUCHLINE_DIR in wp-config.php.', 'touchline'),
            14 => __('Add the folder to open_basedir, or choose another place with TOUCHLINE_DIR in wp-config.php.', 'touchline'),
            15 => __('Restore the file “key” of the store’s folder from a backup: nothing that waits there can be read without it.', 'touchline'),
            16 => __('Say on the Touchline page whether this site was moved or is a copy.', 'touchline'),
            20 => __('The message has the system’s reason: see the disk and the folder’s owner.', 'touchline'),
            21 => __('Run: wp touchline ingest, and see on this page why it does not run by itself.', 'touchline'),
            22 => __('Make room on the disk. Nothing that was taken is lost.', 'touchline'),
            23, 24 => __('Make the export again.', 'touchline'),
            self::CORRUPT => __(
                'Restore the backup; or move store.db away, run wp touchline ingest and then wp touchline backfill --restart, which brings the orders back.',
                'touchline'
            ),
            32 => __('Update the PHP extension: a newer one made the database.', 'touchline'),
            50, 51, 52, 53, 54, 55 => __(
                'One event was refused and everything else goes on. If it comes again, tell us with the text of this page.',
                'touchline'
            ),
            default => '',
        };
    }
}
