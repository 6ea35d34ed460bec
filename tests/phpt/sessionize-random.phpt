--TEST--
sessionize() agrees with a plain PHP reference on 3,000 random sets of events
--FILE--
<?php
require __DIR__ . '/common.inc';

/** The rule as docs/api.md words it, event by event. */
function reference(array $events, int $timeout, int $max): array
{
    $answer = [];
    foreach (array_unique(array_column($events, 'visitor')) as $visitor) {
        $own = array_filter($events, fn ($e) => $e['visitor'] === $visitor);
        uksort($own, fn ($i, $j) => [$events[$i]['at'], $i] <=> [$events[$j]['at'], $j]);
        $number = 0;
        $first = $before = null;
        foreach ($own as $i => $event) {
            $campaign = $event['campaign'] ?? null;
            $starts = $first === null || $event['at'] - $before['at'] > $timeout || $event['at'] - $first['at'] > $max
                || ($campaign !== null && $campaign !== ($first['campaign'] ?? null));
            if ($starts) {
                $number++;
                $first = $event;
            }
            $before = $event;
            $answer[$i] = [$number, $starts];
        }
    }
    ksort($answer);
    return $answer;
}

$seed = (int) (getenv('SEED') ?: random_int(1, 1 << 30));
mt_srand($seed);
$sets = getenv('TOUCHLINE_VALGRIND') ? 200 : 3000;
for ($set = 0; $set < $sets; $set++) {
    $timeout = mt_rand(0, 8);
    $max = mt_rand(0, 40);
    $events = array_map(function () {
        $event = ['visitor' => ['a', 'b', '1', ''][mt_rand(0, 3)], 'at' => mt_rand(-50, 100)];
        mt_rand(0, 2) || $event['campaign'] = [null, 'x', 'y', ''][mt_rand(0, 3)];
        return $event;
    }, range(1, mt_rand(1, 60)));
    $told = Touchline\sessionize($events, ['timeout_ms' => $timeout, 'max_ms' => $max]);
    $expected = reference($events, $timeout, $max);
    if ($told !== $expected) {
        die("SEED=$seed differs: " . json_encode(compact('timeout', 'max', 'events', 'told', 'expected')));
    }
}
echo "the same\n";
?>
--EXPECT--
the same
