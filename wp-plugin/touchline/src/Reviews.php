<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Tells of a product's review when a shopper leaves it, whether it is shown at once or waits for somebody to approve it. */
final class Reviews
{
    use Guarded;

    private Shopper $shopper;

    public function __construct(private Engine $engine, private Visitor $visitor)
    {
        $this->shopper = new Shopper($visitor);
    }

    public function hook(): void
    {
        add_action('comment_post', $this->left(...), 20, 2); // WooCommerce keeps the rating at 1
    }

    private function left(mixed $id, mixed $approved = 0): void
    {
        $this->safely(function () use ($id, $approved): void {
            $comment = get_comment(is_numeric($id) ? (int) $id : 0);
            // An answer to a review is none, and spam is nobody's.
            if (
                ! $comment instanceof \WP_Comment || $comment->comment_type !== 'review' || (int) $comment->comment_parent > 0
                || get_post_type((int) $comment->comment_post_ID) !== 'product' || in_array($approved, ['spam', 'trash'], true) || ! function_exists('WC')
                || ! $this->shopper->present() || $this->visitor->refused()
            ) {
                return;
            }
            $rating = (int) get_comment_meta((int) $comment->comment_ID, 'rating', true);
            $this->engine->record(array_filter([
                'type' => 'review', 'id' => "review:$comment->comment_ID", 'product' => (string) $comment->comment_post_ID,
                'rating' => $rating >= 1 && $rating <= 5 ? $rating : null, 'visitor' => $this->shopper->id(),
            ], static fn (mixed $value): bool => $value !== null));
        });
    }
}
