// Commands about more than an agent and his customer: announcements, messages, somebody outside, lists.
#include "app/shell.h"

namespace okno::app {
void Shell::take(const core::LetCustomerGo&, base::Instant) {}
void Shell::take(const core::Announce&, base::Instant) {}
void Shell::take(const core::TakeVoicemail&, base::Instant) {}
void Shell::take(const core::DialOutside&, base::Instant) {}
void Shell::take(const core::HangUpOutside&, base::Instant) {}
void Shell::take(const core::ConnectAside&, base::Instant) {}
void Shell::take(const core::ConnectAll&, base::Instant) {}
void Shell::take(const core::ConnectOutside&, base::Instant) {}
void Shell::take(const core::NumberBlocked&, base::Instant) {}
void Shell::take(const core::Alert&, base::Instant) {}
}  // namespace okno::app
