<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** Visits and who clicked, by what they are. */
final class Visits
{
    public function __construct(private readonly Behaviour $behaviour)
    {
    }

    /** What a visit, or a click in one, is by a dimension; null: it does not know. */
    private static function key(string $dim, array $of, int $at): string
    {
        return match ($dim) {
            'hour' => Question::local($at, 'H'), 'weekday' => Question::local($at, 'N'), default => $of[$dim],
        };
    }

    public static function passes(Question $q, array $of, int $at): bool
    {
        foreach ($q->filter as $dim => $keys) {
            if (! in_array(self::key($dim, $of, $at), $keys, true)) {
                return false;
            }
        }
        return true;
    }

    /** @return list<array<string, mixed>> that began in the period */
    public function of(Question $q): array
    {
        return array_values(array_filter($this->behaviour->sessions, static fn (array $visit): bool =>
            $q->holds($visit['start']) && self::passes($q, $visit, $visit['start'])));
    }

    /** @return list<array<string, mixed>> of the period, with whether the person wrote within the window */
    public function clicks(Question $q): array
    {
        $clicks = array_values(array_filter($this->behaviour->clicks, static fn (array $click): bool =>
            $q->holds($click['at']) && self::passes($q, $click, $click['at'])));
        foreach ($clicks as &$click) {
            $click['message'] = $this->message($click['person'], $click['at'], $click['at'] + $q->span());
            $click['wrote'] = $click['message'] !== null;
        }
        return $clicks;
    }

    /** The person's first. @return array{at: int, person: string, intent: string}|null */
    public function message(string $person, int $from, int $to): ?array
    {
        foreach ($this->behaviour->messages as $message) {
            if ($message['person'] === $person && $message['at'] >= $from && $message['at'] <= $to) {
                return $message;
            }
        }
        return null;
    }

    /** @return array<string, array{sessions: int, engaged: int, quality: int, clicks: int, chats: int}>; of '*' all */
    public function dimension(Question $q, string $dim): array
    {
        $none = ['sessions' => 0, 'engaged' => 0, 'quality' => 0, 'clicks' => 0, 'chats' => 0];
        $rows = ['*' => $none];
        foreach ($this->of($q) as $visit) {
            $keys = $dim === 'product' ? $visit['products'] : [$dim === 'page' ? $visit['landing'] : self::key($dim, $visit, $visit['start'])];
            foreach ($keys === [] ? [] : [...$keys, '*'] as $key) {
                $rows[$key] ??= $none;
                $rows[$key]['sessions']++;
                $rows[$key]['engaged'] += (int) $visit['engaged'];
                $rows[$key]['quality'] += $visit['quality'];
            }
        }
        $people = [];
        foreach ($this->clicks($q) as $click) {
            $key = self::key($dim, $click, $click['at']);
            foreach ($dim === 'product' && $key === '' ? [] : [$key, '*'] as $row) {
                $people[$row][$click['person']] = ($people[$row][$click['person']] ?? false) || $click['wrote'];
            }
        }
        foreach ($people as $row => $who) {
            $rows[$row] ??= $none;
            $rows[$row]['clicks'] = count($who);
            $rows[$row]['chats'] = count(array_filter($who));
        }
        return $rows;
    }
}
