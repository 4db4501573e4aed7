/*
 * What a power cut leaves: for every file under POWER_CUT_FROM, a copy under POWER_CUT_TO of how it
 * stood when it was last synced. A file that was never synced has no copy, and a deleted one has its
 * copy until the folder is synced. Loaded before libc (LD_PRELOAD), so that it sees SQLite's own
 * calls.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void drop_deleted(const char *from, const char *to) {
  DIR *folder = opendir(to);
  if (!folder) abort();
  for (struct dirent *entry; (entry = readdir(folder));) {
    char path[4096], copy[4096];
    snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
    snprintf(copy, sizeof copy, "%s/%s", to, entry->d_name);
    if (access(path, F_OK) != 0) unlink(copy);
  }
  closedir(folder);
}

static void keep(int handle) {
  const char *from = getenv("POWER_CUT_FROM"), *to = getenv("POWER_CUT_TO");
  char link[64], path[4096], copy[4096], part[4200], bytes[65536];
  if (!from || !to) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  size_t folder = strlen(from);
  if (strcmp(path, from) == 0) drop_deleted(from, to);
  if (strncmp(path, from, folder) != 0 || path[folder] != '/') return;
  const char *name = path + folder + 1;
  if (strchr(name, '/')) return;
  snprintf(copy, sizeof copy, "%s/%s", to, name);
  snprintf(part, sizeof part, "%s.part", copy);
  int in = open(path, O_RDONLY), out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (in < 0 || out < 0) abort();
  ssize_t read_bytes;
  while ((read_bytes = read(in, bytes, sizeof bytes)) > 0)
    if (write(out, bytes, read_bytes) != read_bytes) abort();
  close(in);
  close(out);
  /* In one step: the program may be killed here as well. */
  if (rename(part, copy) != 0) abort();
}

#define SYNC(name)                                              \
  int name(int handle) {                                        \
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, #name);   \
    int result = real(handle);                                  \
    if (result == 0) keep(handle);                              \
    return result;                                              \
  }

SYNC(fsync)
SYNC(fdatasync)
