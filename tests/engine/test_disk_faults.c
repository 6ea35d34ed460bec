/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The disk fails under the database, at each of its calls in turn: an error in words, and afterwards, on a disk that
 * works again, the store that an undisturbed one would have been. */
#include "tl_test_ingest.h"

typedef enum fault { FAULT_NONE, FAULT_IO, FAULT_FULL, FAULT_SHORT } fault;

/* ---- a file system for SQLite that fails when told to --------------------------------------------------------------
 */

static struct {
    sqlite3_vfs vfs, *real;
    sqlite3_io_methods methods;
    long calls, fail_at; /* number of the call that fails, from 1; 0: none */
    bool and_later;
    fault with;
} disk;

typedef struct file {
    sqlite3_file base;
    sqlite3_file *real;
} file;

static sqlite3_file *real_of(sqlite3_file *f) {
    return ((file *)f)->real;
}

static bool fails(void) {
    disk.calls++;
    return disk.fail_at > 0 && (disk.calls == disk.fail_at || (disk.and_later && disk.calls > disk.fail_at));
}

static int code_of(int io) {
    return disk.with == FAULT_FULL ? SQLITE_FULL : io;
}

static int on_close(sqlite3_file *f) {
    return real_of(f)->pMethods->xClose(real_of(f));
}
static int on_read(sqlite3_file *f, void *bytes, int n, sqlite3_int64 at) {
    if (disk.with != FAULT_FULL && fails()) {
        return SQLITE_IOERR_READ;
    }
    return real_of(f)->pMethods->xRead(real_of(f), bytes, n, at);
}
/* What a full or broken disk took before it stopped stays there. */
static int on_write(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at) {
    if (!fails()) {
        return real_of(f)->pMethods->xWrite(real_of(f), bytes, n, at);
    }
    if (disk.with != FAULT_IO) {
        real_of(f)->pMethods->xWrite(real_of(f), bytes, n / 2, at);
    }
    return code_of(SQLITE_IOERR_WRITE);
}
static int on_truncate(sqlite3_file *f, sqlite3_int64 size) {
    return fails() ? code_of(SQLITE_IOERR_TRUNCATE) : real_of(f)->pMethods->xTruncate(real_of(f), size);
}
static int on_sync(sqlite3_file *f, int how) {
    return fails() ? code_of(SQLITE_IOERR_FSYNC) : real_of(f)->pMethods->xSync(real_of(f), how);
}
static int on_size(sqlite3_file *f, sqlite3_int64 *size) {
    return real_of(f)->pMethods->xFileSize(real_of(f), size);
}
static int on_lock(sqlite3_file *f, int how) {
    return real_of(f)->pMethods->xLock(real_of(f), how);
}
static int on_unlock(sqlite3_file *f, int how) {
    return real_of(f)->pMethods->xUnlock(real_of(f), how);
}
static int on_reserved(sqlite3_file *f, int *out) {
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
static int on_control(sqlite3_file *f, int what, void *arg) {
    return real_of(f)->pMethods->xFileControl(real_of(f), what, arg);
}
static int on_sector(sqlite3_file *f) {
    return real_of(f)->pMethods->xSectorSize(real_of(f));
}
static int on_traits(sqlite3_file *f) {
    return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}
static int on_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    if (extend && fails()) {
        return code_of(SQLITE_IOERR_SHMSIZE);
    }
    return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}
static int on_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
    return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}
static void on_barrier(sqlite3_file *f) {
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}
static int on_unmap(sqlite3_file *f, int delete) {
    return real_of(f)->pMethods->xShmUnmap(real_of(f), delete);
}

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out) {
    file *own = (file *)f;
    (void)vfs;
    own->base.pMethods = NULL;
    own->real = (sqlite3_file *)(void *)(own + 1);
    if (fails()) {
        return disk.with == FAULT_FULL ? SQLITE_FULL : SQLITE_CANTOPEN;
    }
    int rc = disk.real->xOpen(disk.real, name, own->real, flags, out);
    own->base.pMethods = rc == SQLITE_OK ? &disk.methods : NULL;
    return rc;
}

static void begin_faults(void) {
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "faulty";
    disk.vfs.pNext = NULL;
    disk.vfs.szOsFile = (int)sizeof(file) + disk.real->szOsFile;
    disk.vfs.xOpen = on_open;
    disk.methods = (sqlite3_io_methods){
        2,          on_close,  on_read,   on_write, on_truncate, on_sync,    on_size,  on_lock, on_unlock, on_reserved,
        on_control, on_sector, on_traits, on_map,   on_shm_lock, on_barrier, on_unmap, NULL,    NULL};
    CHECK_INT(sqlite3_vfs_register(&disk.vfs, 1), SQLITE_OK);
}

static void fail_from(long n, bool and_later) {
    disk.calls = 0;
    disk.fail_at = n;
    disk.and_later = and_later;
}

/* ---- a day in a shop -------------------------------------------------------------------------------------------- */

static void one_day(shop *s, int day) {
    int at = day * DAYS;
    for (int v = 0; v < 3; v++) {
        tell(s, "type=page_view;visitor=v%d;path=/%d;at@%d;source=google;medium=cpc;campaign=c%d", v, v, at + v, day);
        tell(s, "type=button_click;visitor=v%d;path=/%d;code=%04d%04d;at@%d", v, v, day, v, at + v + 10);
        tell(s, "type=message;message=m%d-%d;direction=in;wa_id=52551234567%d;code=%04d%04d;at@%d", day, v, v, day, v,
             at + v + 60);
        tell(s,
             "type=order;order=%d-%d;status=processing;currency=MXN;total=116;tax=16;placed_at@%d;at@%d;visitor=v%d;"
             "code=%04d%04d;lines{product=1,name=Shoe,net=100};refunds{refund=r,at@%d,total=16}",
             day, v, at + v + 500, at + v + 500, v, day, v, at + 900);
    }
}

static char *dump(shop *s) {
    static const char *const queries[] = {
        "SELECT value, person FROM identity ORDER BY id",
        "SELECT visitor, at, type, page, code FROM event ORDER BY 1, 2, hash",
        "SELECT visitor, start, end, views, clicks FROM session ORDER BY 1, 2, hash",
        "SELECT key, status, total, counted_at, reason, person, dirty FROM orders ORDER BY 1",
        ("SELECT o.key, p.pos, t.at, t.kind, p.evidence FROM order_path p, touch t, orders o WHERE t.id = p.touch"
         " AND o.id = p.order_id ORDER BY 1, 2"),
        "SELECT kind, day, n FROM rollup WHERE n <> 0 ORDER BY 1, 2, 3",
        "SELECT name, offset FROM segment"};
    tl_buf out;
    tl_buf_init(&out, tl_default_allocator);
    for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
        char *text = rows(s, queries[i]);
        tl_buf_put(&out, text, strlen(text));
        tl_buf_put(&out, "--\n", 3);
        free(text);
    }
    tl_buf_put(&out, "", 1);
    return (char *)out.ptr;
}

static char *undisturbed(const shop *like, int days) {
    shop s;
    shop_begin_like(&s, like);
    for (int day = 0; day < days; day++) {
        one_day(&s, day);
        ingest(&s);
    }
    char *end = dump(&s);
    shop_end(&s);
    return end;
}

static bool right_code(tl_code code, const tl_err *err, fault with) {
    bool right = code == err->code && (code == TL_E_DB || (with != FAULT_IO && code == TL_E_DISK_FULL));
    return test_check(right && strlen(err->msg) > 20, __FILE__, __LINE__, "%s: %s", tl_code_name(code), err->msg);
}

/* The n-th call of ingest to the disk fails, for every n there is. `anew`: with a database yet to be made. */
static void ingest_fails(fault with, bool and_later, bool anew) {
    shop s;
    told t;
    tl_err err;
    long n = 0, failed = 0;
    tl_code code = TL_E_DB;
    shop_begin(&s);
    one_day(&s, 0);
    if (!anew) {
        ingest(&s);
        one_day(&s, 1);
    }
    char *wanted = undisturbed(&s, anew ? 1 : 2);
    tl_store_close(s.store);
    while (code != TL_OK && n < 3000) {
        shop_open(&s, NULL);
        disk.with = with;
        fail_from(++n, and_later);
        code = shop_ingest(&s, 0, &t, &err);
        bool all_went_well = disk.calls < n;
        if (code != TL_OK) {
            failed++;
            right_code(code, &err, with);
        } else if (!all_went_well) {
            code = TL_E_DB; /* SQLite could do without, such as a checkpoint; go on */
        }
        tl_store_close(s.store); /* on the failing disk, too */
        fail_from(0, false);
    }
    CHECK_INT(code, TL_OK);
    CHECK(failed > 5);
    shop_open(&s, NULL);
    CHECK(ingest(&s).done);
    CHECK_ROWS(&s, "PRAGMA integrity_check", "ok\n");
    char *after = dump(&s);
    CHECK_STR(after, wanted);
    free(after);
    free(wanted);
    shop_end(&s);
}

/* Reports, journeys and check() on a disk that cannot be read: an error, and no half answer the next time. */
static void reading_fails(void) {
    static const char *const names[] = {"overview", "daily",       "dimension", "orders",    "code",   "funnel",
                                        "paths",    "path_length", "time_lag",  "assists",   "models", "unattributed",
                                        "heatmap",  "steps",       "bots",      "uncounted", "shop",   "windows",
                                        "products", "carts",       "cart_list", "check",     "journey"};
    shop s;
    shop_begin(&s);
    one_day(&s, 0);
    ingest(&s);
    tl_store_close(s.store);
    disk.with = FAULT_IO;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        tl_code code = TL_E_DB;
        for (long n = 1; code != TL_OK && n < 500; n++) {
            tl_value query = tl_map(), out;
            tl_err err = {TL_OK, ""};
            shop_open(&s, NULL);
            *tl_map_add(&query, &s.arena, TL_S("code")) = tl_str(TL_S("00000001"));
            *tl_map_add(&query, &s.arena, TL_S("dim")) = tl_str(TL_S("channel"));
            fail_from(n, true);
            code = strcmp(names[i], "check") == 0 ? tl_store_check(s.store, &s.arena, &out, &err)
                   : strcmp(names[i], "journey") == 0
                       ? tl_store_journey(s.store, TL_S("0-1"), NULL, &s.arena, &out, &err)
                       : tl_store_report(s.store, tl_slice_of(names[i]), &query, &s.arena, &out, &err);
            bool met = disk.calls >= n;
            tl_store_close(s.store);
            fail_from(0, false);
            if (code != TL_OK) {
                right_code(code, &err, FAULT_IO);
            }
            code = met ? TL_E_DB : code;
        }
        test_check(code == TL_OK, __FILE__, __LINE__, "%s never succeeds", names[i]);
    }
    shop_open(&s, NULL);
    shop_end(&s);
}

int main(void) {
    begin_faults();
    for (fault with = FAULT_IO; with <= FAULT_SHORT; with++) {
        ingest_fails(with, false, false);
        ingest_fails(with, true, false);
        ingest_fails(with, true, true);
    }
    reading_fails();
    return test_report();
}
