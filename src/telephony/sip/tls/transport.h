// Teaches sofia a transport "tls" whose connections go through a TlsGate; it takes the place of sofia's own.
// Private to this room.
#pragma once
#include "telephony/sip/tls/gate.h"

namespace okno::telephony::sip {
void teach_tls();  // once in a process, before the first agent
// The gate of the stack whose thread calls, or none; set before the agent listens on "sips:", taken away
// after the agent is gone.
void use_gate(TlsGate* gate);
}  // namespace okno::telephony::sip
