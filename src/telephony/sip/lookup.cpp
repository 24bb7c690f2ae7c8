#include "telephony/sip/lookup.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sofia-resolv/sres.h>
#include <sofia-resolv/sres_record.h>
#include <sofia-sip/sresolv.h>
#include <sofia-sip/su_tag.h>

#include <utility>

namespace okno::telephony::sip {
namespace {
sres_resolver_t* resolver_of(void* kept) {
  return static_cast<sres_resolver_t*>(kept);
}

std::string service_of(Transport transport) {
  switch (transport) {
    case Transport::tcp:
      return "_sip._tcp.";
    case Transport::tls:
      return "_sips._tcp.";
    case Transport::udp:
      break;
  }
  return "_sip._udp.";
}

// The one that is tried first: by priority, of the same priority the heaviest.
const sres_srv_record_t* first_of(sres_record_t** answers) {
  const sres_srv_record_t* best = nullptr;
  for (; answers != nullptr && *answers != nullptr; ++answers) {
    const sres_srv_record_t* one = (*answers)->sr_srv;
    if (one->srv_record->r_status != SRES_OK || one->srv_record->r_type != sres_type_srv) continue;
    const bool better = best == nullptr || one->srv_priority < best->srv_priority ||
                        (one->srv_priority == best->srv_priority && one->srv_weight > best->srv_weight);
    if (better) best = one;
  }
  return best;
}

// Did a server answer, be it that there is no such name?
bool was_heard(sres_record_t** answers) {
  if (answers == nullptr || *answers == nullptr) return false;
  const int status = (*answers)->sr_record->r_status;
  return status != SRES_TIMEOUT_ERR && status != SRES_NETWORK_ERR && status != SRES_INTERNAL_ERR;
}
}  // namespace

struct Lookup::Asked {
  static void service(sres_context_t* context, sres_query_t*, sres_record_t** answers) {
    auto* lookup = reinterpret_cast<Lookup*>(context);
    std::string target = lookup->host_;
    if (const sres_srv_record_t* one = first_of(answers)) {
      target = one->srv_target;
      while (!target.empty() && target.back() == '.') target.pop_back();
      lookup->found_.service = target + ":" + std::to_string(one->srv_port);
    }
    lookup->found_.heard = was_heard(answers);
    sres_free_answers(resolver_of(lookup->resolver_), answers);
    lookup->ask_address(target);
  }
  static void address(sres_context_t* context, sres_query_t*, sres_record_t** answers) {
    auto* lookup = reinterpret_cast<Lookup*>(context);
    for (sres_record_t** one = answers; one != nullptr && *one != nullptr; ++one) {
      const sres_a_record_t* a = (*one)->sr_a;
      if (a->a_record->r_status != SRES_OK || a->a_record->r_type != sres_type_a) continue;
      char text[INET_ADDRSTRLEN] = "";
      inet_ntop(AF_INET, &a->a_addr, text, sizeof text);
      lookup->found_.addresses.emplace_back(text);
    }
    lookup->found_.heard = lookup->found_.heard || was_heard(answers);
    sres_free_answers(resolver_of(lookup->resolver_), answers);
    lookup->over();
  }
};

Lookup::Lookup(su_root_t* root, const std::string& address, Transport transport,
               std::function<void(const Found&)> found)
    : root_(root), host_(address), transport_(transport), told_(std::move(found)) {
  if (host_.starts_with('[')) {
    has_port_ = host_.find("]:") != std::string::npos;
    host_ = host_.substr(1, host_.find(']') - 1);
  } else if (const std::size_t colon = host_.find(':'); colon != std::string::npos) {
    has_port_ = true;
    host_ = host_.substr(0, colon);
  }
}

Lookup::~Lookup() {
  if (resolver_ != nullptr) sres_resolver_destroy(resolver_of(resolver_));
}

void Lookup::begin() {
  if (is_address(host_)) {
    found_.numeric = found_.heard = true;
    found_.addresses = {host_};
    return over();
  }
  resolver_ = sres_resolver_create(root_, nullptr, TAG_END());
  if (resolver_ == nullptr) return over();
  if (has_port_) return ask_address(host_);
  ask_service();
}

void Lookup::ask_service() {
  const std::string name = service_of(transport_) + host_;
  if (sres_query(resolver_of(resolver_), Asked::service, reinterpret_cast<sres_context_t*>(this),
                 sres_type_srv, name.c_str()) == nullptr)
    ask_address(host_);
}

void Lookup::ask_address(const std::string& host) {
  if (sres_query(resolver_of(resolver_), Asked::address, reinterpret_cast<sres_context_t*>(this), sres_type_a,
                 host.c_str()) == nullptr)
    over();
}

void Lookup::over() {
  told_(found_);
}
}  // namespace okno::telephony::sip
