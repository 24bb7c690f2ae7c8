#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "sealing/sealed_file.h"

namespace okno::sealing {
namespace {
namespace fs = std::filesystem;

class ASealedFile : public ::testing::Test {
 protected:
  ASealedFile() {
    std::string name = (fs::temp_directory_path() / "okno-sealing-XXXXXX").string();
    EXPECT_NE(nullptr, mkdtemp(name.data()));
    directory_ = name;
    auto ring = KeyRing::open(directory_ + "/keys", base::from_ms(1000));
    EXPECT_TRUE(ring.ok());
    ring_ = *ring;
    fs::create_directory(directory_ + "/sound");
  }
  ~ASealedFile() override { fs::remove_all(directory_); }

  std::string path(const std::string& name) const { return directory_ + "/sound/" + name; }
  static std::span<const std::uint8_t> bytes(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  }
  // Appends to the file as one process would.
  void write(const std::string& name, const std::vector<std::string>& pieces) {
    const int fd = ::open(path(name).c_str(), O_RDWR | O_CREAT, 0600);
    auto writer = SealedWriter::open(fd, *ring_);
    ASSERT_TRUE(writer.ok()) << writer.error().words;
    for (const auto& piece : pieces) ASSERT_EQ(0, (*writer)->append(bytes(piece)));
    EXPECT_EQ(0, (*writer)->finish());
    ::close(fd);
  }
  std::string raw(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::string read(const std::string& name) {
    const auto part = content_part(path(name), ring_.get(), 0, 1 << 30);
    EXPECT_TRUE(part.ok()) << part.error().words;
    return part ? *part : "";
  }

  std::string directory_;
  std::shared_ptr<KeyRing> ring_;
};

TEST_F(ASealedFile, is_read_back_and_shows_nothing_of_it_on_the_disk) {
  const std::string words = "4111 1111 1111 1111", more(50'000, 'x');
  write("1.wav", {words, more});
  EXPECT_EQ(words + more, read("1.wav"));
  EXPECT_EQ(std::string::npos, raw("1.wav").find("4111"));
  EXPECT_EQ(std::string::npos, raw("1.wav").find("xxxxxxxx"));
  EXPECT_EQ(words.size() + more.size(), content_size(path("1.wav")).value());
  EXPECT_TRUE(is_sealed(path("1.wav")));
}

TEST_F(ASealedFile, gives_any_part) {
  std::string all;
  for (int i = 0; i < 60'000; ++i) all += static_cast<char>('a' + i % 23);
  write("1.mp3", {all});
  for (const std::uint64_t from : {0U, 1U, 16'383U, 16'384U, 40'000U, 59'999U, 60'000U, 70'000U})
    for (const std::uint64_t length : {0U, 1U, 20'000U})
      EXPECT_EQ(from < all.size() ? all.substr(from, length) : "",
                content_part(path("1.mp3"), ring_.get(), from, length).value())
          << from << " " << length;
}

TEST_F(ASealedFile, is_continued_by_whoever_comes_later) {
  write("1.wav", {"one "});
  write("1.wav", {"two ", "three"});
  EXPECT_EQ("one two three", read("1.wav"));
}

TEST_F(ASealedFile, cut_by_a_crash_is_read_up_to_its_last_whole_piece_and_goes_on_after_it) {
  write("1.wav", {"first.", "second."});
  fs::resize_file(path("1.wav"), fs::file_size(path("1.wav")) - 3);
  EXPECT_EQ("first.", read("1.wav"));
  EXPECT_EQ(6U, content_size(path("1.wav")).value());
  write("1.wav", {"third."});
  EXPECT_EQ("first.third.", read("1.wav"));
}

TEST_F(ASealedFile, that_somebody_changed_is_refused) {
  write("1.wav", {"what was said", "and more of it"});
  const auto whole = raw("1.wav");
  for (const std::size_t at : {std::size_t{20}, std::size_t{200}, whole.size() - 1}) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream(path("2.wav"), std::ios::binary) << changed;
    EXPECT_EQ("sealed_unreadable", content_part(path("2.wav"), ring_.get(), 0, 100).error().code) << at;
  }
}

TEST_F(ASealedFile, cannot_be_mended_with_pieces_of_another_place) {
  write("1.wav", {"aaaa"});
  write("1.wav", {"bbbb"});
  auto text = raw("1.wav");
  constexpr std::size_t kHead = 160, kStream = 2 + 24 + 2 + 4 + 17;
  ASSERT_EQ(kHead + 2 * kStream, text.size());
  std::ofstream(path("2.wav"), std::ios::binary)
      << text.substr(0, kHead) << text.substr(kHead + kStream) << text.substr(kHead, kStream);
  EXPECT_EQ("sealed_unreadable", content_part(path("2.wav"), ring_.get(), 0, 100).error().code);
}

TEST_F(ASealedFile, of_the_time_before_stays_readable) {
  std::ofstream(path("old.wav")) << "RIFF and so on";
  EXPECT_EQ("RIFF and so on", read("old.wav"));
  EXPECT_FALSE(is_sealed(path("old.wav")));
  EXPECT_EQ("not_ours", [&] {
    const int fd = ::open(path("old.wav").c_str(), O_RDWR);
    const auto writer = SealedWriter::open(fd, *ring_);
    ::close(fd);
    return writer.ok() ? "" : writer.error().code;
  }());
}

TEST_F(ASealedFile, is_wrapped_by_a_new_key_and_needs_the_old_one_no_more) {
  write("1.wav", {"said under the first key"});
  std::ofstream(path("old.wav")) << "RIFF";
  const auto before = raw("1.wav");
  ASSERT_TRUE(ring_->add(base::from_ms(2000)).ok());
  const auto done = rewrap_all(directory_ + "/sound", *ring_);
  EXPECT_EQ(1, done.files);
  EXPECT_EQ(1, done.open);
  EXPECT_EQ(0, done.failed) << done.first_failure;
  EXPECT_EQ(before.substr(160), raw("1.wav").substr(160)) << "the sound itself was not touched";
  ASSERT_TRUE(ring_->forget_old().ok());
  EXPECT_EQ("said under the first key", read("1.wav"));
  EXPECT_EQ(0, rewrap_all(directory_ + "/sound", *ring_).files) << "once is enough";
  write("1.wav", {", and on"});
  EXPECT_EQ("said under the first key, and on", read("1.wav"));
}

TEST_F(ASealedFile, is_readable_when_the_change_of_keys_was_cut) {
  write("1.wav", {"words"});
  ASSERT_TRUE(ring_->add(base::from_ms(2000)).ok());
  ASSERT_TRUE(rewrap(path("1.wav"), *ring_).value());
  // The place that was just emptied still holds rubbish with a number: the other one opens the file.
  auto text = raw("1.wav");
  text[8] = 1;
  std::ofstream(path("1.wav"), std::ios::binary) << text;
  EXPECT_EQ("words", read("1.wav"));
  EXPECT_TRUE(rewrap(path("1.wav"), *ring_).value());
  EXPECT_EQ("words", read("1.wav"));
}

TEST_F(ASealedFile, without_its_key_says_which_one_is_missing) {
  write("1.wav", {"words"});
  auto other = KeyRing::open(directory_ + "/others", base::from_ms(1));
  ASSERT_TRUE(other.ok());
  EXPECT_EQ("sealed_unreadable", content_part(path("1.wav"), other->get(), 0, 9).error().code);
  ASSERT_TRUE((*other)->add(base::from_ms(2)).ok());
  ASSERT_TRUE((*other)->forget_old().ok());
  const auto missing = content_part(path("1.wav"), other->get(), 0, 9);
  EXPECT_EQ("no_key", missing.error().code);
  EXPECT_NE(std::string::npos, missing.error().words.find("number 1"));
}

TEST_F(ASealedFile, is_a_stream_for_those_who_want_one) {
  write("1.wav", {"0123456789", std::string(20'000, '.'), "end"});
  base::Error why;
  std::FILE* file = open_sound(path("1.wav"), ring_.get(), why);
  ASSERT_NE(nullptr, file) << why.words;
  char text[4] = {};
  std::string passed(20'007, 0);
  EXPECT_EQ(3U, fread(text, 1, 3, file));
  EXPECT_STREQ("012", text);
  EXPECT_EQ(passed.size(), fread(passed.data(), 1, passed.size(), file));
  EXPECT_EQ(3U, fread(text, 1, 3, file));
  EXPECT_STREQ("end", text);
  EXPECT_EQ(0U, fread(text, 1, 3, file));
  fclose(file);
}

TEST(ARingOfKeys, is_made_for_its_owner_alone_and_read_again_when_it_was_changed) {
  std::string name = (fs::temp_directory_path() / "okno-keys-XXXXXX").string();
  ASSERT_NE(nullptr, mkdtemp(name.data()));
  const std::string path = name + "/keys";
  auto ring = KeyRing::open(path, base::from_ms(5));
  ASSERT_TRUE(ring.ok());
  struct stat info {};
  ASSERT_EQ(0, ::stat(path.c_str(), &info));
  EXPECT_EQ(0600U, info.st_mode & 0777U);
  auto other = KeyRing::open(path, base::from_ms(6));
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(1U, (*other)->newest()->number);
  EXPECT_EQ(2U, (*ring)->add(base::from_ms(7))->number);
  EXPECT_EQ(2U, (*other)->newest()->number);
  EXPECT_EQ((*ring)->newest()->secret, (*other)->newest()->secret);
  std::ofstream(path + ".new") << "1 hello 5\n";
  fs::rename(path + ".new", path);
  EXPECT_EQ("bad_keys", (*other)->newest().error().code);
  fs::remove_all(name);
}
}  // namespace
}  // namespace okno::sealing
