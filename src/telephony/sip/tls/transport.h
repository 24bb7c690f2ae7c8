// Teaches sofia a transport "tls" whose connections go through a TlsGate; it takes the place of sofia's own.
// Private to this room.
#pragma once
#include <sofia-sip/nta.h>

#include <string>

#include "telephony/sip/tls/gate.h"

namespace okno::telephony::sip {
void teach_tls();  // once in a process, before the first agent
// Whether the bytes that the calling thread received last came by TLS: to its parser they look like TCP.
bool came_by_tls();
// The gate of the stack whose thread calls, or none; set before the agent listens on "sips:", taken away
// after the agent is gone.
void use_gate(TlsGate* gate);
// Before a request to `uri` that only who proves his name may hear: a connection which came from that very
// address and port, and would be used for it, is closed.
void leave_unproven(nta_agent_t* agent, const std::string& uri);
}  // namespace okno::telephony::sip
