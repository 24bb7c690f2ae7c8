#include "sealing/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "base/descriptor.h"

namespace okno::sealing {
int write_at(int fd, const std::uint8_t* bytes, std::size_t size, std::uint64_t at) {
  while (size > 0) {
    const ssize_t done = pwrite(fd, bytes, size, static_cast<off_t>(at));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return done < 0 ? errno : ENOSPC;
    bytes += done;
    size -= static_cast<std::size_t>(done);
    at += static_cast<std::uint64_t>(done);
  }
  return 0;
}

std::size_t read_at(int fd, std::uint8_t* into, std::size_t size, std::uint64_t at) {
  std::size_t got = 0;
  while (got < size) {
    const ssize_t done = pread(fd, into + got, size - got, static_cast<off_t>(at + got));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) break;
    got += static_cast<std::size_t>(done);
  }
  return got;
}

bool is_full(int error) {
  return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

int write_whole(const std::string& path, mode_t mode, const std::function<int(int fd)>& content) {
  std::string draft = path + ".XXXXXX";
  const base::Descriptor file(mkostemp(draft.data(), O_CLOEXEC));
  if (file.get() < 0) return errno;
  int error = content(file.get());
  if (error == 0 && (fchmod(file.get(), mode) != 0 || fsync(file.get()) != 0 ||
                     std::rename(draft.c_str(), path.c_str()) != 0))
    error = errno;
  if (error != 0) ::unlink(draft.c_str());
  return error;
}
}  // namespace okno::sealing
