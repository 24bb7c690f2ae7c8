#include "telephony/sip/tls/transport.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sofia-sip/msg.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/su.h>
#include <sofia-sip/su_tag.h>
#include <sofia-sip/tport.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <unordered_set>

#include "base/check.h"

// Sofia's own means to make a transport; its library has them, no header of it names them. The same since
// 2005; a library without them does not link.
extern "C" {
struct tport_primary;
struct tport_vtable {
  const char* name;
  enum tport_via is_public;
  size_t primary_size;
  int (*init_primary)(tport_primary*, tp_name_t[1], su_addrinfo_t*, tagi_t const*, const char**);
  void (*deinit_primary)(tport_primary*);
  int (*wakeup_primary)(tport_primary*, int events);
  tport_t* (*connect)(tport_primary*, su_addrinfo_t*, tp_name_t const*);
  size_t secondary_size;
  int (*init_secondary)(tport_t*, int socket, int accepted, const char** why);
  void (*deinit_secondary)(tport_t*);
  void (*shutdown)(tport_t*, int how);
  int (*set_events)(tport_t const*);
  int (*wakeup)(tport_t*, int events);
  int (*recv)(tport_t*);
  ssize_t (*send)(tport_t const*, msg_t*, su_iovec_t[], size_t);
  void (*deliver)(tport_t*, msg_t*, su_time_t);
  int (*prepare)(tport_t*, msg_t*, tp_name_t const*, struct sigcomp_compartment*, unsigned);
  int (*keepalive)(tport_t*, su_addrinfo_t const*, tagi_t const*);
  int (*stun_response)(tport_t const*, void*, size_t, void*, socklen_t);
  int (*next_timer)(tport_t*, su_time_t*, const char**);
  void (*timer)(tport_t*, su_time_t);
};
extern const tport_vtable tport_tcp_vtable;
int tport_register_type(tport_vtable const*);
int tport_tcp_init_secondary(tport_t*, int socket, int accepted, const char** why);
tport_t* tport_base_connect(tport_primary*, su_addrinfo_t* to, su_addrinfo_t* named, tp_name_t const*);
}

namespace okno::telephony::sip {
namespace {
thread_local TlsGate* here = nullptr;  // one thread, one stack
thread_local int dialled = -1;         // the socket of the connection that is being made
thread_local bool by_tls = false;  // what was received last; it is parsed before anything else is received
thread_local std::unordered_set<const tport_t*> unproven;  // connections from outside, as long as they are

// Both a connection that sofia accepted and one that it is about to make. Of an accepted one the wire goes
// to the gate, and sofia's descriptor becomes the plain end of a pair.
int begin_connection(tport_t* self, int socket, int accepted, const char** why) {
  if (tport_tcp_init_secondary(self, socket, accepted, why) < 0) return -1;
  if (accepted == 0) {
    dialled = socket;
    return 0;
  }
  int pair[2] = {-1, -1};
  const int wire = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (here == nullptr || wire < 0 || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
    if (wire >= 0) ::close(wire);
    return *why = "no descriptor left", -1;
  }
  OKNO_CHECK(::dup3(pair[0], socket, O_CLOEXEC) == socket);
  ::close(pair[0]);
  here->take_in(wire, pair[1]);
  unproven.insert(self);
  return 0;
}

int receive_by_tls(tport_t* self) {
  by_tls = true;
  return tport_tcp_vtable.recv(self);
}

int receive_by_tcp(tport_t* self) {
  by_tls = false;
  return tport_tcp_vtable.recv(self);
}

void end_connection(tport_t* self) {
  unproven.erase(self);
}

// A door for one connection of our own, and nobody else's.
class Door {
 public:
  Door() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    at_.sin_family = AF_INET;
    at_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at_;
    open_ = fd_ >= 0 && ::bind(fd_, reinterpret_cast<const sockaddr*>(&at_), sizeof at_) == 0 &&
            ::listen(fd_, 4) == 0 && ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at_), &size) == 0;
  }
  ~Door() {
    if (fd_ >= 0) ::close(fd_);
  }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  bool open() const { return open_; }
  sockaddr_in& address() { return at_; }
  // The far end of `ours`, which has just connected; -1: it is not there.
  int far_end_of(int ours) const {
    sockaddr_in wanted{};
    socklen_t size = sizeof wanted;
    if (::getsockname(ours, reinterpret_cast<sockaddr*>(&wanted), &size) != 0) return -1;
    for (pollfd one{fd_, POLLIN, 0}; ::poll(&one, 1, kDoorLimit_ms) == 1;) {
      sockaddr_in who{};
      size = sizeof who;
      const int fd = ::accept4(fd_, reinterpret_cast<sockaddr*>(&who), &size, SOCK_CLOEXEC);
      if (fd < 0) return -1;
      if (who.sin_port == wanted.sin_port && who.sin_addr.s_addr == wanted.sin_addr.s_addr) return fd;
      ::close(fd);  // somebody else on this machine
    }
    return -1;
  }

 private:
  static constexpr int kDoorLimit_ms = 100;  // on loopback it is there before connect() returns
  const int fd_;
  sockaddr_in at_{};
  bool open_ = false;
};

// The connection is known by where it leads, and goes to the gate.
tport_t* begin_calling(tport_primary* primary, su_addrinfo_t* to, tp_name_t const* name) {
  Door door;
  sockaddr_storage where{};
  if (here == nullptr || !door.open() || to->ai_addrlen > sizeof where) return nullptr;
  std::memcpy(&where, to->ai_addr, to->ai_addrlen);
  su_addrinfo_t through = *to;
  through.ai_family = AF_INET;
  through.ai_addr = reinterpret_cast<sockaddr*>(&door.address());
  through.ai_addrlen = sizeof(sockaddr_in);
  dialled = -1;
  tport_t* made = tport_base_connect(primary, &through, to, name);
  if (made == nullptr || dialled < 0) return made;
  // Where there is no far end, sofia sees its connection broken.
  const int plain = door.far_end_of(dialled);
  if (plain >= 0) here->reach_out(where, name->tpn_canon != nullptr ? name->tpn_canon : "", plain);
  return made;
}
}  // namespace

void teach_tls() {
  static const tport_vtable ours = [] {
    tport_vtable made = tport_tcp_vtable;
    made.name = "tls";
    made.connect = begin_calling;
    made.init_secondary = begin_connection;
    made.deinit_secondary = end_connection;
    made.recv = receive_by_tls;
    return made;
  }();
  static const tport_vtable tcp = [] {
    tport_vtable made = tport_tcp_vtable;
    made.recv = receive_by_tcp;
    return made;
  }();
  OKNO_CHECK(tport_register_type(&ours) == 0 && tport_register_type(&tcp) == 0);
}

bool came_by_tls() {
  return by_tls;
}

void use_gate(TlsGate* gate) {
  here = gate;
}

void leave_unproven(nta_agent_t* agent, const std::string& uri) {
  if (unproven.empty() || uri.find("transport=tls") == std::string::npos) return;
  su_home_t home[1] = {SU_HOME_INIT(home)};
  tp_name_t name[1] = {};
  if (tport_name_by_url(home, name, reinterpret_cast<const url_string_t*>(uri.c_str())) == 0) {
    tport_t* found = tport_by_name(nta_agent_tports(agent), name);
    if (found != nullptr && unproven.count(found) != 0) tport_shutdown(found, 2);
  }
  su_home_deinit(home);
}
}  // namespace okno::telephony::sip
