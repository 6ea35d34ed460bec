<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

/** What the pages load: one style and one script, small, and made from what stands beside them. */
final class AssetsTest extends TestCase
{
    private const FOLDER = __DIR__ . '/../../wp-plugin/touchline/assets/';

    public function testThePagesLoadLittle(): void
    {
        self::assertLessThan(20 * 1024, filesize(self::FOLDER . 'admin.min.css'));
        self::assertLessThan(60 * 1024, filesize(self::FOLDER . 'admin.js'));
    }

    public function testTheStyleKnowsEachOfItsTokens(): void
    {
        $style = (string) file_get_contents(self::FOLDER . 'admin.min.css');
        preg_match_all('/var\((--tl-[a-z0-9-]+)/', $style, $used);
        foreach (array_unique($used[1]) as $token) {
            self::assertStringContainsString("$token:", $style, $token);
        }
    }
}
