#include "base/phone.h"

#include <phonenumbers/phonenumberutil.h>

#include "base/text.h"

namespace okno::base {
namespace {
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
constexpr std::size_t kLongestNumber = 64;  // SIP user parts can be anything; a card shows no more than this
}  // namespace

std::optional<std::string> to_e164(std::string_view text, std::string_view region) {
  if (text.size() > kLongestNumber) return std::nullopt;
  const auto* util = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (util->Parse(std::string(text), std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return std::nullopt;
  if (!util->IsPossibleNumber(number)) return std::nullopt;
  std::string out;
  util->Format(number, PhoneNumberUtil::E164, &out);
  return out;
}

std::string normal_number(std::string_view text, std::string_view region) {
  if (auto e164 = to_e164(text, region)) return *e164;
  return shorten(printable(trim(text)), kLongestNumber);
}

bool is_dialable(std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string pretty_number(std::string_view e164) {
  const auto* util = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (e164.empty() || e164[0] != '+' ||
      util->Parse(std::string(e164), "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return std::string(e164);
  std::string out;
  util->Format(number, PhoneNumberUtil::INTERNATIONAL, &out);
  return out;
}

std::string digits_of(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c >= '0' && c <= '9') out.push_back(c);
  return out;
}
}  // namespace okno::base
