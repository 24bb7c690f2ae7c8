// Bytes of files, all of them or an error, for whoever keeps recordings: sealed or open. Errors are those of
// errno; 0: done.
#pragma once
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace okno::sealing {
// A write that takes nothing counts as ENOSPC.
int write_at(int fd, const std::uint8_t* bytes, std::size_t size, std::uint64_t at);
// So many of `size` bytes as are there.
std::size_t read_at(int fd, std::uint8_t* into, std::size_t size, std::uint64_t at);
// There is no room for it, on the disk or in the quota.
bool is_full(int error);
// `content` writes into a draft; the file appears whole, durable and under its name, or not at all.
int write_whole(const std::string& path, mode_t mode, const std::function<int(int fd)>& content);
}  // namespace okno::sealing
