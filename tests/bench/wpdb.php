<?php

/**
 * The same event as a row, as $wpdb->insert() makes one: an escaped INSERT over the socket, committed by itself.
 *   wpdb.php SOCKET   microseconds at the median
 */

declare(strict_types=1);

$db = new mysqli('localhost', 'root', '', 'bench', 0, $argv[1]);
$db->query('CREATE TABLE event (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, type VARCHAR(20), visitor CHAR(32), at BIGINT,'
    . ' view CHAR(16), path VARCHAR(255), page_type VARCHAR(20), source VARCHAR(100),'
    . ' medium VARCHAR(100), campaign VARCHAR(100), referrer VARCHAR(255), KEY visitor (visitor, at), KEY at (at))');
$times = [];
for ($i = 0; $i < 3000; $i++) {
    $row = [
        'page_view', md5((string) ($i % 50)), (string) (1_767_225_600_000 + $i), sprintf('%016x', $i), '/a/page/of/some/length/as/shops/have-them/',
        'product', 'newsletter', 'email', 'a campaign', 'https://www.example.com/where/they/came/from',
    ];
    $began = hrtime(true);
    $db->query("INSERT INTO event (type, visitor, at, view, path, page_type, source, medium, campaign, referrer) VALUES ('"
        . implode("', '", array_map([$db, 'real_escape_string'], $row)) . "')");
    $times[] = hrtime(true) - $began;
}
sort($times);
echo $times[1500] / 1000, "\n";
