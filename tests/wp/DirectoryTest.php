<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Directory;
use Touchline\WP\Engine;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

/** Where the store lies, that the web does not get at it, and whose it is. */
final class DirectoryTest extends TestCase
{
    public function testItIsAFolderThatNobodyGuesses(): void
    {
        $path = (new Directory())->path();
        self::assertMatchesRegularExpression('~/uploads/touchline-[0-9a-f]{16}$~', $path);
        self::assertSame($path, (new Directory())->path(), 'and stays the same');
    }

    public function testItIsClosed(): void
    {
        $path = (new Directory())->prepare();
        self::assertSame(0700, fileperms($path) & 0777);
        self::assertStringContainsString('Require all denied', (string) file_get_contents("$path/.htaccess"));
        self::assertStringContainsString('Deny', (string) file_get_contents("$path/web.config"));
        self::assertFileExists("$path/index.php");
        foreach (['key', 'site', 'store.db'] as $file) {
            self::assertSame(0600, fileperms("$path/$file") & 0777, $file);
        }
        $url = untrailingslashit(wp_upload_dir()['baseurl']) . '/' . basename($path) . '/key';
        file_get_contents($url, false, stream_context_create(['http' => ['ignore_errors' => true]]));
        self::assertMatchesRegularExpression('~ 40[34] ~', $http_response_header[0]);
    }

    public function testAFolderThatCannotBeMadeIsSaidInOneSentenceAndRecordsNothing(): void
    {
        $file = (string) tempnam(sys_get_temp_dir(), 'tl');
        $outside = new class ($file) {
            public function __construct(public readonly string $file)
            {
            }

            /** @return array<string, mixed> */
            public function uploads(array $dirs): array
            {
                return ['basedir' => $this->file] + $dirs;
            }
        };
        add_filter('upload_dir', [$outside, 'uploads']);
        wp_upload_dir(null, false, true);
        $engine = new Engine(new Settings(), new Directory());
        self::assertFalse($engine->ready());
        self::assertNotEmpty($engine->reason());
        self::assertFalse($engine->record(['type' => 'page_view', 'visitor' => 'x', 'path' => '/']));
        remove_filter('upload_dir', [$outside, 'uploads']);
        wp_upload_dir(null, false, true);
        unlink($file);
    }

    public function testACopyOfTheSiteDoesNotWriteIntoTheShopsFigures(): void
    {
        $copy = static fn (string $url): string => 'https://staging.example/';
        $before = [get_option('touchline_directory'), get_option('touchline_site_id')];
        $path = (new Directory())->path();
        add_filter('home_url', $copy);
        $engine = new Engine(new Settings(), new Directory());
        self::assertFalse($engine->ready());
        self::assertTrue($engine->otherSite());
        self::assertStringContainsString('another site', (string) $engine->reason());
        $engine->separate();
        self::assertTrue($engine->ready(), 'a copy begins with figures of its own');
        self::assertNotSame($path, (new Directory())->path());
        remove_filter('home_url', $copy);

        [$folder, $site] = $before;
        update_option('touchline_directory', $folder);
        update_option('touchline_site_id', $site, false);
        self::assertTrue((new Engine(new Settings(), new Directory()))->ready(), 'and the shop goes on with its own');
    }

    public function testASiteThatMovedKeepsItsFigures(): void
    {
        $moved = static fn (string $url): string => 'https://new.example/';
        add_filter('home_url', $moved);
        $engine = new Engine(new Settings(), new Directory());
        self::assertTrue($engine->otherSite());
        $engine->adopt();
        self::assertTrue($engine->ready());
        remove_filter('home_url', $moved);
        $back = new Engine(new Settings(), new Directory());
        self::assertTrue($back->otherSite(), 'now it is the old address that is another site');
        $back->adopt();
        self::assertTrue($back->ready());
        self::assertTrue(Plugin::engine()->ready());
    }
}
