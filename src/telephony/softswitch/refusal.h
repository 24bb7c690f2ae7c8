// What it means when a far end that we rang refuses (RFC 3261 21).
#pragma once
#include "ports/telephony.h"

namespace okno::telephony::softswitch {
ports::LegEnd meaning_of_refusal(int status);
// Of several phones that refused: the weightier reason is what the caller may want to know first.
int weight(ports::LegEnd why);
}  // namespace okno::telephony::softswitch
