// For tests: a private PostgreSQL cluster out of Debian's package in a temporary directory, on a unix socket
// only. It is stopped and removed at the end of the test program, and ends by itself when the program is
// killed.
#pragma once
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace okno::store {
class Cluster {
 public:
  Cluster() {
    bin_ = find_bin();
    become_ = ::geteuid() == 0 ? unprivileged_user() : nullptr;
    std::string name = "/tmp/okno-pg-XXXXXX";
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary directory for PostgreSQL");
    directory_ = name;
    if (become_ && ::chown(name.c_str(), become_->pw_uid, become_->pw_gid) != 0)
      throw std::runtime_error("chown of " + name + " failed");
    const auto initdb = start({bin_ + "/initdb", "-D", data(), "-U", "okno", "--auth=trust", "--no-sync",
                               "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"});
    if (const auto said = read_until(initdb.output, ""); wait_for(initdb.pid) != 0)
      throw std::runtime_error("initdb failed: " + said);
    ::close(initdb.output);
    const auto server =
        start({bin_ + "/postgres", "-D", data(), "-k", directory_, "-c", "listen_addresses=", "-c",
               "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c",
               "log_min_messages=log", "-c", "log_checkpoints=off", "-c", "dynamic_shared_memory_type=mmap"});
    server_ = server.pid;
    output_ = server.output;
    const auto said = read_until(output_, "ready to accept connections");
    if (said.find("ready to accept connections") == std::string::npos)
      throw std::runtime_error("postgres did not start: " + said);
  }
  ~Cluster() {
    ::kill(server_, SIGQUIT);  // at once: nothing of it is kept
    wait_for(server_);
    ::close(output_);
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  std::string connection() const { return "host=" + directory_ + " user=okno dbname=postgres"; }
  static Cluster& shared() {
    static Cluster cluster;
    return cluster;
  }

 private:
  struct Program {
    pid_t pid;
    int output;
  };
  std::string data() const { return directory_ + "/data"; }

  static std::string find_bin() {
    std::string best;
    std::error_code ignored;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", ignored))
      if (std::filesystem::exists(version.path() / "bin/initdb") && version.path().string() > best)
        best = version.path().string();
    if (best.empty()) throw std::runtime_error("PostgreSQL is not installed: apt-get install postgresql");
    return best + "/bin";
  }

  // initdb refuses root.
  static const passwd* unprivileged_user() {
    const char* name = "okno-test";
    if (!::getpwnam(name)) {
      const pid_t pid = ::fork();
      if (pid == 0) {
        ::execl("/usr/sbin/useradd", "useradd", "--system", "--no-create-home", "--shell",
                "/usr/sbin/nologin", name, static_cast<char*>(nullptr));
        ::_exit(127);
      }
      wait_for(pid);
    }
    const passwd* user = ::getpwnam(name);
    if (!user) throw std::runtime_error("the user okno-test for PostgreSQL could not be made");
    return user;
  }

  Program start(const std::vector<std::string>& words) const {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::dup2(ends[1], 1);
      ::dup2(ends[1], 2);
      if (become_ &&
          (::setgroups(0, nullptr) != 0 || ::setgid(become_->pw_gid) != 0 || ::setuid(become_->pw_uid) != 0))
        ::_exit(126);
      ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
      if (::getppid() != parent || ::chdir(directory_.c_str()) != 0) ::_exit(126);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    return {pid, ends[0]};
  }

  // What the program says until `mark`, its end, or 60 s.
  static std::string read_until(int output, const std::string& mark) {
    std::string said;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (mark.empty() || said.find(mark) == std::string::npos) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      pollfd waiting{output, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) break;
      char bytes[4096];
      const auto got = ::read(output, bytes, sizeof bytes);
      if (got <= 0) break;
      said.append(bytes, static_cast<std::size_t>(got));
    }
    return said;
  }

  static int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string bin_, directory_;
  const passwd* become_ = nullptr;
  pid_t server_ = -1;
  int output_ = -1;
};
}  // namespace okno::store
