/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store's directory: who may open it, its key file and its site file. */
#include "tl_store_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* ---- the directory --------------------------------------------------------------------------------------------- */

/* Their append and rename are not atomic, and SQLite's locks do not hold there. Numbers: linux/magic.h, statfs(2). */
static const char *network_name(unsigned long type) {
    switch (type) {
    case 0x6969:
        return "NFS";
    case 0xff534d42:
    case 0xfe534d42:
    case 0x517b:
        return "CIFS";
    case 0x65735546:
        return "FUSE";
    case 0x01021997:
        return "9P";
    case 0x00c36400:
        return "Ceph";
    case 0x5346414f:
        return "AFS";
    default:
        return NULL;
    }
}

static tl_code check_network(const char *dir, tl_err *err) {
    struct statfs fs;
    if (statfs(dir, &fs) != 0) {
        return tl__fail_errno(err, TL_E_DIR_ACCESS, "look at", dir);
    }
    const char *name = network_name((unsigned long)fs.f_type & 0xffffffffUL);
    if (name != NULL) {
        return tl_fail(err, TL_E_DIR_NETWORK, "%.160s is on %s; set TOUCHLINE_DIR to a directory on a local disk", dir,
                       name);
    }
    return TL_OK;
}

static tl_code check_owner(const char *dir, const struct stat *st, tl_err *err) {
    if (st->st_uid == geteuid()) {
        return TL_OK;
    }
    char text[2048], number[32];
    struct passwd entry, *found = NULL;
    (void)getpwuid_r(st->st_uid, &entry, text, sizeof(text), &found);
    snprintf(number, sizeof(number), "#%lu", (unsigned long)st->st_uid);
    const char *owner = found != NULL ? found->pw_name : number;
    return tl_fail(err, TL_E_DIR_OWNER, "%.120s belongs to %.40s; run the command as that user: sudo -u '%.40s' ...",
                   dir, owner, owner);
}

static tl_code make_directory(const char *dir, tl_err *err) {
    if (mkdir(dir, 0700) == 0 || errno == EEXIST) {
        return TL_OK;
    }
    return errno == ENOENT
               ? tl_fail(err, TL_E_DIR_MISSING, "the parent directory of %.160s does not exist; make it first", dir)
               : tl__fail_errno(err, TL_E_DIR_ACCESS, "make", dir);
}

tl_code tl__store_directory(const tl_store *store, bool create, tl_err *err) {
    const char *dir = store->dir;
    struct stat st;
    int rc = stat(dir, &st);
    if (rc != 0 && errno == ENOENT && create) {
        tl_code code = make_directory(dir, err);
        if (code != TL_OK) {
            return code;
        }
        rc = stat(dir, &st);
    }
    if (rc != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return tl_fail(err, TL_E_DIR_MISSING, "%.160s; make the store with the option create", dir);
    }
    if (rc != 0) {
        return tl__fail_errno(err, TL_E_DIR_ACCESS, "look at", dir);
    }
    if (!S_ISDIR(st.st_mode)) {
        return tl_fail(err, TL_E_DIR_MISSING, "%.160s is no directory", dir);
    }
    tl_code code = check_owner(dir, &st, err);
    if (code == TL_OK && faccessat(AT_FDCWD, dir, R_OK | W_OK | X_OK, AT_EACCESS) != 0) {
        code = tl__fail_errno(err, TL_E_DIR_ACCESS, "write in", dir);
    }
    return code == TL_OK ? check_network(dir, err) : code;
}

/* ---- the key file ---------------------------------------------------------------------------------------------- */

#define KEY_FILE 48 /* "TLKEY", 0, 0, version, store id, event key, SipHash-2-4 of these 40 bytes */

static void key_head(unsigned char bytes[8]) {
    memcpy(bytes, "TLKEY\0\0", 7);
    bytes[7] = TL_FORMAT_VERSION;
}

static void path_in(const tl_store *store, const char *name, char path[4100]) {
    snprintf(path, 4100, "%s/%s", store->dir, name);
}

static tl_code take_key_file(tl_store *store, const unsigned char *bytes, int64_t len, const char *path, tl_err *err) {
    unsigned char head[8], check[8];
    key_head(head);
    if (len == KEY_FILE) {
        tl__sip64(bytes + 24, bytes, 40, check);
    }
    if (len != KEY_FILE || memcmp(bytes, head, sizeof(head)) != 0 || memcmp(bytes + 40, check, sizeof(check)) != 0) {
        return tl_fail(err, TL_E_KEY, "%.160s; restore it from a backup, no event in the spool can be read without it",
                       path);
    }
    memcpy(store->store_id, bytes + 8, 16);
    memcpy(store->keys.event, bytes + 24, 16);
    return TL_OK;
}

static tl_code make_key_file(const tl_store *store, const char *path, tl_err *err) {
    unsigned char bytes[KEY_FILE];
    char spool[4100];
    path_in(store, "spool", spool);
    /* A spool without its key was written with another one. Somebody else may just have made both, the key first. */
    if (access(spool, F_OK) == 0 && access(path, F_OK) != 0) {
        return tl_fail(err, TL_E_KEY,
                       "%.160s is missing; restore it from a backup, or empty the directory to begin anew", path);
    }
    key_head(bytes);
    if (!tl__random(bytes + 8, 32)) {
        return tl_fail(err, TL_E_NOMEM, "libsodium cannot be initialised");
    }
    tl__sip64(bytes + 24, bytes, 40, bytes + 40);
    return tl__file_publish(&store->host, store->dir, "key", bytes, sizeof(bytes), false, TL_E_DIR_ACCESS, err);
}

/* Two that create at once agree: the first link wins, and both read what is there then. */
tl_code tl__store_key(tl_store *store, bool create, tl_err *err) {
    unsigned char bytes[KEY_FILE + 1]; /* one more than it should have */
    char path[4100];
    path_in(store, "key", path);
    int64_t n = tl__file_read(path, bytes, sizeof(bytes));
    if (n < 0 && errno == ENOENT) {
        if (!create) {
            return tl_fail(err, TL_E_DIR_MISSING, "%.160s holds no store; make it with the option create", store->dir);
        }
        tl_code code = make_key_file(store, path, err);
        if (code != TL_OK) {
            return code;
        }
        n = tl__file_read(path, bytes, sizeof(bytes));
    }
    return n < 0 ? tl__fail_errno(err, TL_E_KEY, "read", path) : take_key_file(store, bytes, n, path, err);
}

/* A handle may outlive its store: deleted, and perhaps made anew by another process, with another key. What was written
 * there with the old one nobody could read. */
tl_code tl__key_still(tl_slice dir, const unsigned char store_id[16], const unsigned char key[16], tl_err *err) {
    unsigned char bytes[KEY_FILE];
    char path[4100];
    snprintf(path, sizeof(path), "%.*s/key", (int)dir.len, dir.ptr);
    int64_t n = tl__file_read(path, bytes, sizeof(bytes));
    if (n < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return tl_fail(err, TL_E_DIR_MISSING, "%.*s was emptied or deleted while it was open",
                       (int)(dir.len < 160 ? dir.len : 160), dir.ptr);
    }
    if (n < 0) {
        return tl__fail_errno(err, TL_E_KEY, "read", path);
    }
    if (n != KEY_FILE || memcmp(bytes + 8, store_id, 16) != 0 || memcmp(bytes + 24, key, 16) != 0) {
        return tl_fail(err, TL_E_KEY, "%.160s is another one than when the store was opened: open it again", path);
    }
    return TL_OK;
}

/* ---- the site file --------------------------------------------------------------------------------------------- */

tl_code tl__store_site(const tl_store *store, tl_slice site, bool adopt, tl_err *err) {
    char path[4100], own[TL_SITE_MAX + 1];
    if (site.len == 0) {
        return TL_OK;
    }
    path_in(store, "site", path);
    int64_t n = tl__file_read(path, own, sizeof(own));
    if (n < 0 && errno == ENOENT) {
        tl_code code =
            tl__file_publish(&store->host, store->dir, "site", site.ptr, site.len, false, TL_E_DIR_ACCESS, err);
        if (code != TL_OK) {
            return code;
        }
        n = tl__file_read(path, own, sizeof(own));
    }
    if (n < 0) {
        return tl__fail_errno(err, TL_E_DIR_ACCESS, "read", path);
    }
    if (tl_slice_eq((tl_slice){own, (size_t)n}, site)) {
        return TL_OK;
    }
    if (adopt) {
        return tl__file_publish(&store->host, store->dir, "site", site.ptr, site.len, true, TL_E_DIR_ACCESS, err);
    }
    return tl_fail(err, TL_E_SITE, "it is that of '%.*s', not of '%.*s'; open it with adopt if the site has moved",
                   (int)(n < 80 ? n : 80), own, (int)(site.len < 80 ? site.len : 80), site.ptr);
}
