// Why a TLS connection does not come about: the stack says only that it did not.
#pragma once
#include <chrono>
#include <string>

namespace okno::telephony::sip {
// Blocks, at most about twice `patience`: not for the SIP thread. Connects to the numeric `address` and
// shakes hands as `name` (a host, or a numeric address) with `authorities` (PEM file) believed. Empty: all
// went well; else what is wrong, in English.
std::string tls_trouble(const std::string& address, int port, const std::string& name,
                        const std::string& authorities, std::chrono::milliseconds patience);
}  // namespace okno::telephony::sip
