# Every library from outside, found once. docs/decisions/ says why each was chosen.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(date REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SOFIA REQUIRED IMPORTED_TARGET sofia-sip-ua)
pkg_check_modules(SPANDSP REQUIRED IMPORTED_TARGET spandsp)
pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile)
if(OKNO_TESTS)
  find_package(GTest REQUIRED)
endif()
if(OKNO_BENCH)
  find_package(benchmark REQUIRED)
endif()

find_library(MP3LAME_LIBRARY mp3lame REQUIRED)
add_library(PkgConfig::MP3LAME INTERFACE IMPORTED)
target_link_libraries(PkgConfig::MP3LAME INTERFACE ${MP3LAME_LIBRARY})

# Debian 12's libphonenumber-dev conflicts with Boost 1.81 as a package only: tools/install unpacks its headers
# under .cache/ and the library is linked by its versioned name.
find_path(PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h
          PATHS ${CMAKE_SOURCE_DIR}/.cache/phonenumber/usr/include ENV OKNO_PHONENUMBER_INCLUDE REQUIRED)
find_file(PHONENUMBER_LIBRARY NAMES libphonenumber.so.8 PATHS /usr/lib PATH_SUFFIXES x86_64-linux-gnu aarch64-linux-gnu
          REQUIRED)
find_file(PROTOBUF_LIBRARY NAMES libprotobuf.so.32 PATHS /usr/lib PATH_SUFFIXES x86_64-linux-gnu aarch64-linux-gnu
          REQUIRED)
add_library(PhoneNumbers::phonenumber INTERFACE IMPORTED)
target_link_libraries(PhoneNumbers::phonenumber INTERFACE ${PHONENUMBER_LIBRARY} ${PROTOBUF_LIBRARY})
target_include_directories(PhoneNumbers::phonenumber SYSTEM INTERFACE ${PHONENUMBER_INCLUDE})

find_library(SOCI_CORE soci_core REQUIRED)
find_library(SOCI_SQLITE soci_sqlite3 REQUIRED)
find_library(SOCI_PG soci_postgresql REQUIRED)
find_path(SOCI_INCLUDE soci/soci.h REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
add_library(Soci::soci INTERFACE IMPORTED)
target_link_libraries(Soci::soci INTERFACE ${SOCI_CORE} ${SOCI_SQLITE} ${SOCI_PG} PkgConfig::SQLITE PkgConfig::PQ)
target_include_directories(Soci::soci SYSTEM INTERFACE ${SOCI_INCLUDE})
