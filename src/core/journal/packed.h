// Values as text and back, member by member as Boost.Describe lists them: the grammar of a checkpoint.
// Written straight into a string, since the deciding thread waits for it; read through JSON, which happens
// once a start. A member that is as in a fresh struct is left out, and what the text lacks stays as in a
// fresh struct. Exact: numbers with a fraction go as their bits.
#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <boost/mp11/algorithm.hpp>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/id.h"
#include "base/instant.h"
#include "domain/centre.h"

namespace okno::core::packed {
template <class T>
concept Described = boost::describe::has_describe_members<T>::value;
template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;
template <class T>
concept Ranged = requires(const T& t) {
  t.begin();
  typename T::value_type;
}
&&!std::same_as<T, std::string>;
template <class T>
concept Mapped = Ranged<T> && requires {
  typename T::mapped_type;
};

template <class T>
inline constexpr bool kIsId = false;
template <class Tag>
inline constexpr bool kIsId<base::Id<Tag>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsPair = false;
template <class A, class B>
inline constexpr bool kIsPair<std::pair<A, B>> = true;
template <class T>
inline constexpr bool kIsArray = false;
template <class T, std::size_t n>
inline constexpr bool kIsArray<std::array<T, n>> = true;
template <class T>
inline constexpr bool kIsUnordered = false;
template <class K, class V>
inline constexpr bool kIsUnordered<std::unordered_map<K, V>> = true;
// Settings go whole: their defaults may be others in the next version of the program.
template <class T>
inline constexpr bool kWhole = std::same_as<T, domain::Project> || std::same_as<T, domain::Queue> ||
                               std::same_as<T, domain::Agent> || std::same_as<T, domain::Hours>;

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_any_access>;

// Whether nothing needs to be written where `fresh` is what a reader begins with.
template <class T>
bool as_fresh(const T& value, const T& fresh) {
  if constexpr (kIsPair<T>) {
    return as_fresh(value.first, fresh.first) && as_fresh(value.second, fresh.second);
  } else if constexpr (kIsArray<T>) {
    return std::equal(value.begin(), value.end(), fresh.begin(),
                      [](const auto& a, const auto& b) { return as_fresh(a, b); });
  } else if constexpr (Ranged<T>) {
    return value.empty() && fresh.empty();
  } else if constexpr (kIsOptional<T>) {
    return value && fresh ? as_fresh(*value, *fresh) : value.has_value() == fresh.has_value();
  } else if constexpr (Described<T>) {
    bool all = true;
    boost::mp11::mp_for_each<MembersOf<T>>(
        [&](auto m) { all = all && as_fresh(value.*m.pointer, fresh.*m.pointer); });
    return all;
  } else {
    return value == fresh;
  }
}

class Writer {
 public:
  template <class T>
  void write(const T& value) {
    if constexpr (std::same_as<T, bool>)
      text_ += value ? "true" : "false";
    else if constexpr (Number<T>)
      number(value);
    else if constexpr (std::same_as<T, double>)
      number(std::bit_cast<std::int64_t>(value));
    else if constexpr (std::is_enum_v<T>)
      name(value);
    else if constexpr (kIsId<T>)
      number(value.value());
    else if constexpr (std::same_as<T, base::Instant>)
      number(base::to_us(value));
    else if constexpr (std::same_as<T, base::Duration>)
      number(value.count());
    else if constexpr (std::same_as<T, std::string>)
      quote(value);
    else if constexpr (kIsOptional<T>)
      maybe(value);
    else if constexpr (kIsPair<T>)
      pair(value.first, value.second);
    else if constexpr (Mapped<T>)
      map(value);
    else if constexpr (Ranged<T>)
      range(value);
    else
      record(value);
  }
  // Each project once, however many callers walk through its menus.
  void write(const std::shared_ptr<const domain::Project>& project) {
    if (!project) return void(text_ += "null");
    const auto [it, fresh] = numbers_.try_emplace(project.get(), projects_.size());
    if (fresh) projects_.push_back(project.get());
    number(it->second);
  }
  void write(const domain::IvrMenu* menu) {  // by its name in the project written last
    if (menu)
      quote(menu->name);
    else
      text_ += "null";
  }
  void raw(std::string_view text) { text_ += text; }
  const std::vector<const domain::Project*>& projects() const { return projects_; }
  std::string take() { return std::move(text_); }

 private:
  template <class N>
  void number(N n) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    text_.append(digits, end);
  }
  template <class E>
  void name(E value) {
    const char* said = boost::describe::enum_to_string(value, "");
    OKNO_CHECK(*said);
    (text_ += '"').append(said) += '"';
  }
  void quote(const std::string& s) {
    static constexpr char kHex[] = "0123456789abcdef";
    text_ += '"';
    for (const char c : s) {
      if (c == '"' || c == '\\') {
        (text_ += '\\') += c;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        ((text_ += "\\u00") += kHex[c >> 4]) += kHex[c & 15];
      } else {
        text_ += c;
      }
    }
    text_ += '"';
  }
  template <class T>
  void maybe(const std::optional<T>& value) {
    if (value)
      write(*value);
    else
      text_ += "null";
  }
  template <class A, class B>
  void pair(const A& a, const B& b) {
    text_ += '[';
    write(a);
    text_ += ',';
    write(b);
    text_ += ']';
  }
  template <class M>
  void map(const M& all) {
    if constexpr (!kIsUnordered<M>) return range(all);
    // The same state is the same text.
    std::vector<const typename M::value_type*> sorted;
    sorted.reserve(all.size());
    for (const auto& item : all) sorted.push_back(&item);
    std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->first < b->first; });
    text_ += '[';
    for (const auto* item : sorted) {
      if (item != sorted.front()) text_ += ',';
      pair(item->first, item->second);
    }
    text_ += ']';
  }
  template <class R>
  void range(const R& all) {
    text_ += '[';
    bool first = true;
    for (const auto& item : all) {
      if (!std::exchange(first, false)) text_ += ',';
      if constexpr (Mapped<R>)
        pair(item.first, item.second);
      else
        write(item);
    }
    text_ += ']';
  }
  template <Described T>
  void record(const T& value) {
    static const T kFresh{};
    record(value, kFresh);
  }
  // `fresh`: what the reader begins with, which may be other than T{} inside another struct.
  template <Described T>
  void record(const T& value, [[maybe_unused]] const T& fresh) {
    const bool whole = std::exchange(whole_, whole_ || kWhole<T>);
    text_ += '{';
    bool first = true;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto m) {
      const auto& member = value.*m.pointer;
      if (!whole_ && as_fresh(member, fresh.*m.pointer)) return;
      if (!std::exchange(first, false)) text_ += ',';
      ((text_ += '"') += m.name) += "\":";
      if constexpr (Described<std::remove_cvref_t<decltype(member)>>)
        record(member, fresh.*m.pointer);
      else
        write(member);
    });
    text_ += '}';
    whole_ = whole;
  }

  std::string text_;
  std::vector<const domain::Project*> projects_;
  std::unordered_map<const domain::Project*, std::size_t> numbers_;
  bool whole_ = false;
};

// Throws std::exception with words when something is of the wrong kind or leads nowhere.
class Reader {
 public:
  explicit Reader(std::vector<std::shared_ptr<const domain::Project>> projects)
      : projects_(std::move(projects)) {}

  template <class T>
  void read(T& to, const boost::json::value& from) {
    if constexpr (std::same_as<T, bool>)
      to = from.as_bool();
    else if constexpr (Number<T>)
      to = boost::json::value_to<T>(from);
    else if constexpr (std::same_as<T, double>)
      to = std::bit_cast<double>(boost::json::value_to<std::int64_t>(from));
    else if constexpr (std::is_enum_v<T>)
      name(to, from);
    else if constexpr (kIsId<T>)
      to = T(boost::json::value_to<std::int64_t>(from));
    else if constexpr (std::same_as<T, base::Instant>)
      to = base::from_us(boost::json::value_to<std::int64_t>(from));
    else if constexpr (std::same_as<T, base::Duration>)
      to = base::Duration(boost::json::value_to<std::int64_t>(from));
    else if constexpr (std::same_as<T, std::string>)
      to.assign(from.as_string().data(), from.as_string().size());
    else if constexpr (kIsOptional<T>)
      maybe(to, from);
    else if constexpr (kIsPair<T>)
      pair(to, from);
    else if constexpr (kIsArray<T>)
      array(to, from);
    else if constexpr (Ranged<T>)
      range(to, from);
    else
      record(to, from);
  }
  void read(std::shared_ptr<const domain::Project>& to, const boost::json::value& from) {
    to = from.is_null() ? nullptr : projects_.at(boost::json::value_to<std::size_t>(from));
    project_ = to.get();
  }
  void read(const domain::IvrMenu*& to, const boost::json::value& from) {
    to = nullptr;
    if (from.is_null()) return;
    const std::string_view name(from.as_string().data(), from.as_string().size());
    if (project_)
      for (const domain::IvrMenu& menu : project_->menus)
        if (menu.name == name && !to) to = &menu;
    if (!to) throw std::runtime_error("no menu " + std::string(name));
  }

 private:
  template <class E>
  static void name(E& to, const boost::json::value& from) {
    const std::string said(from.as_string().data(), from.as_string().size());
    if (!boost::describe::enum_from_string(said.c_str(), to))
      throw std::runtime_error("unknown word " + said);
  }
  template <class T>
  void maybe(std::optional<T>& to, const boost::json::value& from) {
    if (from.is_null()) return to.reset();
    read(to.emplace(), from);
  }
  template <class P>
  void pair(P& to, const boost::json::value& from) {
    read(to.first, from.as_array().at(0));
    read(to.second, from.as_array().at(1));
  }
  template <class A>
  void array(A& to, const boost::json::value& from) {
    const auto& items = from.as_array();
    for (std::size_t i = 0; i < std::min(items.size(), to.size()); ++i) read(to[i], items[i]);
  }
  template <class R>
  void range(R& to, const boost::json::value& from) {
    to.clear();
    for (const auto& item : from.as_array()) {
      if constexpr (Mapped<R>) {
        std::pair<typename R::key_type, typename R::mapped_type> both;
        pair(both, item);
        to.insert(to.end(), std::move(both));
      } else {
        typename R::value_type one{};
        read(one, item);
        to.insert(to.end(), std::move(one));
      }
    }
  }
  template <Described T>
  void record(T& to, const boost::json::value& from) {
    const auto& fields = from.as_object();
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto m) {
      if (const auto* value = fields.if_contains(m.name)) read(to.*m.pointer, *value);
    });
  }

  std::vector<std::shared_ptr<const domain::Project>> projects_;
  const domain::Project* project_ = nullptr;  // read last: menus are looked up in it
};
}  // namespace okno::core::packed
