// Either a value or why there is none. Library exceptions are turned into this at a port and never cross it.
#pragma once
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace okno::base {
// `code` is a stable word for programs ("contact_not_found"), `words` a sentence for people that says what to
// do next.
struct Error {
  std::string code;
  std::string words;
};

template <class T>
class Result {
 public:
  Result(T value) : either_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : either_(std::in_place_index<1>, std::move(error)) {}
  bool ok() const { return either_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & {
    OKNO_CHECK(ok());
    return std::get<0>(either_);
  }
  const T& value() const& {
    OKNO_CHECK(ok());
    return std::get<0>(either_);
  }
  T&& value() && {
    OKNO_CHECK(ok());
    return std::get<0>(std::move(either_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const {
    OKNO_CHECK(!ok());
    return std::get<1>(either_);
  }

 private:
  std::variant<T, Error> either_;
};

template <>
class Result<void> {
 public:
  Result() = default;
  Result(Error error) : ok_(false), error_(std::move(error)) {}
  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const {
    OKNO_CHECK(!ok_);
    return error_;
  }

 private:
  bool ok_ = true;
  Error error_;
};
}  // namespace okno::base
