/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ingest that is cut off, by memory that runs out at every single place or by a kill at any moment, leaves nothing half
 * done: the next one ends where an undisturbed one would. */
#include "tl_test_ingest.h"

#include <signal.h>
#include <sys/wait.h>

static const char *const dumps[] = {
    "SELECT name, offset FROM segment",
    "SELECT kind, value, person, shared FROM identity ORDER BY id",
    "SELECT a, b, by FROM link ORDER BY 1, 2, 3",
    "SELECT visitor, at, hash, type, page, code, n1 FROM event ORDER BY 1, 2, 3",
    "SELECT visitor, start, end, views, clicks FROM session ORDER BY 1, 2, hash",
    "SELECT identity, at, kind, channel, entry, code, intent FROM touch ORDER BY 1, 2, 3, hash",
    "SELECT key, identity, at, status FROM message ORDER BY 1",
    "SELECT key, status, total, counted_at, reason, person, dirty FROM orders ORDER BY 1",
    "SELECT order_id, key, own, effective, gross, net FROM order_refund ORDER BY 1, 2, 3",
    ("SELECT p.order_id, p.pos, t.identity, t.at, t.kind, p.evidence, p.chat_at FROM order_path p, touch t"
     " WHERE t.id = p.touch ORDER BY 1, 2"),
    "SELECT kind, value, name FROM dict ORDER BY 1, 2",
    "SELECT * FROM bot",
    "SELECT kind, day, key, n FROM rollup WHERE n <> 0 ORDER BY 1, 2, 3",
    "SELECT * FROM click ORDER BY 1, 2, 3",
    "SELECT key, hex(moves) FROM orders ORDER BY 1",
};
#define DUMPS (sizeof(dumps) / sizeof(*dumps))

static char *dump(shop *s) {
    tl_buf out;
    tl_buf_init(&out, tl_default_allocator);
    for (size_t i = 0; i < DUMPS; i++) {
        char *text = rows(s, dumps[i]);
        tl_buf_put(&out, text, strlen(text));
        tl_buf_put(&out, "--\n", 3);
        free(text);
    }
    tl_buf_put(&out, "", 1);
    return (char *)out.ptr;
}

static void one_day(shop *s, int day) {
    int at = day * 86400;
    for (int v = 0; v < 4; v++) {
        tell(s, "type=page_view;visitor=v%d;path=/%d;at@%d;source=google;medium=cpc;campaign=c%d", v, v, at + v, day);
        tell(s, "type=engagement;visitor=v%d;view=w%d;active_ms:5000;at@%d", v, day, at + v + 5);
        tell(s, "type=button_click;visitor=v%d;path=/%d;code=%04d%04d;at@%d", v, v, day, v, at + v + 10);
        tell(s, "type=message;message=m%d-%d;direction=in;wa_id=52551234567%d;code=%04d%04d;at@%d", day, v, v, day, v,
             at + v + 60);
        tell(s,
             "type=order;order=%d-%d;status=processing;currency=MXN;total=116;tax=16;placed_at@%d;at@%d;customer=%d;"
             "visitor=v%d;code=%04d%04d;lines{product=1,name=Shoe,net=100};refunds{refund=r,at@%d,total=116}",
             day, v, at + v + 500, at + v + 500, day % 2 * 10 + v, v, day, v, at + 900);
    }
    tell(s, "type=page_view;visitor=x;path=/;at@%d;user_agent=Googlebot/2.1 (+http://www.google.com/bot.html)", at);
}

/* What an undisturbed store with the same keys ends with. */
static char *undisturbed(const shop *like, int days) {
    shop s;
    shop_begin_like(&s, like);
    for (int day = 0; day < days; day++) {
        one_day(&s, day);
        if (day == 0) {
            ingest(&s);
        }
    }
    ingest(&s);
    char *end = dump(&s);
    shop_end(&s);
    return end;
}

/* The n-th allocation of ingest fails, and then all later ones too, for every n there is. */
static void out_of_memory(bool and_later) {
    shop s;
    told t;
    tl_err err;
    long n = 0;
    shop_begin(&s);
    one_day(&s, 0);
    ingest(&s);
    one_day(&s, 1);
    char *before = dump(&s), *wanted = undisturbed(&s, 2);
    for (tl_code code = TL_E_NOMEM; code != TL_OK; n++) {
        s.memory.calls = 0;
        s.memory.fail_at = n + 1;
        s.memory.and_later = and_later;
        code = shop_ingest(&s, 0, &t, &err);
        s.memory.fail_at = 0;
        if (code != TL_OK) {
            CHECK_INT(code, TL_E_NOMEM);
            CHECK_INT(err.code, TL_E_NOMEM);
            char *after = dump(&s);
            CHECK_STR(after, before);
            free(after);
        }
        if (n > 5000) {
            test_check(false, __FILE__, __LINE__, "ingest never succeeds");
            break;
        }
    }
    CHECK(n > 3);
    char *after = dump(&s);
    CHECK_STR(after, wanted);
    free(after);
    free(before);
    free(wanted);
    shop_end(&s);
}

/* Opening the database meets the same fate. */
static void out_of_memory_at_first(void) {
    shop s;
    told t;
    tl_err err;
    shop_begin(&s);
    one_day(&s, 0);
    char *wanted = undisturbed(&s, 1);
    tl_code code = TL_E_NOMEM;
    for (long n = 1; code != TL_OK && n < 5000; n++) {
        tl_store_close(s.store);
        shop_open(&s, NULL);
        s.memory.calls = 0;
        s.memory.fail_at = n;
        code = shop_ingest(&s, 0, &t, &err);
        s.memory.fail_at = 0;
        CHECK(code == TL_OK || code == TL_E_NOMEM);
    }
    char *after = dump(&s);
    CHECK_STR(after, wanted);
    free(after);
    free(wanted);
    shop_end(&s);
}

/* Killed again and again at whatever it was doing. */
static void killed(void) {
    shop s;
    uint64_t seed = 7;
    shop_begin(&s);
    one_day(&s, 0);
    ingest(&s);
    for (int day = 1; day < 60; day++) {
        one_day(&s, day);
    }
    char *wanted = undisturbed(&s, 60);
    tl_store_close(s.store);
    for (int i = 0; i < 25; i++) {
        pid_t child = fork();
        if (child == 0) {
            told t;
            tl_err err;
            shop_open(&s, NULL);
            s.tick = 1;
            while (shop_ingest(&s, 40, &t, &err) == TL_OK && !t.done) {
            }
            _exit(0);
        }
        usleep((useconds_t)(test_random(&seed) % 60000));
        kill(child, SIGKILL);
        CHECK_INT(waitpid(child, NULL, 0), child);
    }
    shop_open(&s, NULL);
    CHECK(ingest(&s).done);
    CHECK_ROWS(&s, "PRAGMA integrity_check", "ok\n");
    char *after = dump(&s);
    CHECK_STR(after, wanted);
    free(after);
    free(wanted);
    shop_end(&s);
}

int main(void) {
    out_of_memory(false);
    out_of_memory(true);
    out_of_memory_at_first();
    killed();
    return test_report();
}
