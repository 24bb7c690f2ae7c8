#include "telephony/media/codec/translator.h"

namespace okno::telephony::media {
std::unique_ptr<Translator> make_translator(Codec codec) {
  switch (codec) {
    case Codec::g722:
      return make_g722();
    case Codec::pcmu:
    case Codec::pcma:
      break;
  }
  return nullptr;
}
}  // namespace okno::telephony::media
