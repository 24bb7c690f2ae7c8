#include "telephony/softswitch/refusal.h"

namespace okno::telephony::softswitch {
ports::LegEnd meaning_of_refusal(int status) {
  switch (status) {
    case 486:
    case 600:
      return ports::LegEnd::busy;
    case 603:
    case 403:
    case 607:
      return ports::LegEnd::declined;
    case 408:
    case 480:
    case 487:
      return ports::LegEnd::no_answer;
    case 404:
    case 410:
    case 484:
    case 604:
      return ports::LegEnd::unreachable;
    default:
      return ports::LegEnd::failed;
  }
}

int weight(ports::LegEnd why) {
  switch (why) {
    case ports::LegEnd::declined:
      return 4;
    case ports::LegEnd::busy:
      return 3;
    case ports::LegEnd::no_answer:
      return 2;
    case ports::LegEnd::failed:
      return 1;
    default:
      return 0;
  }
}
}  // namespace okno::telephony::softswitch
