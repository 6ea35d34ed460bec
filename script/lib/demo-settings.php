<?php

/** The demo shop's WhatsApp settings: a number from the range that Germany's regulator keeps for films. Run by in-wordpress.php. */

declare(strict_types=1);

$settings = get_option('touchline_settings', []);
update_option(
    'touchline_settings',
    array_merge(is_array($settings) ? $settings : [], ['country' => 'DE', 'number' => '4915228895456'])
);
