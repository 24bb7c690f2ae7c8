# The built web desk (web/desk/dist, made by tools/build) becomes the library okno_desk_files inside the program.
# Without it the table is empty: tests and fuzzers need no node.
find_program(PYTHON python3 REQUIRED)
set(desk_out ${CMAKE_BINARY_DIR}/desk_files)
add_custom_target(okno_desk_embed
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/embed.py ${CMAKE_SOURCE_DIR}/web/desk/dist ${desk_out}
  BYPRODUCTS ${desk_out}/desk_files.cpp ${desk_out}/desk_files.S
  COMMENT "web desk into the program" VERBATIM)
add_library(okno_desk_files STATIC ${desk_out}/desk_files.cpp ${desk_out}/desk_files.S)
set_source_files_properties(${desk_out}/desk_files.S PROPERTIES LANGUAGE ASM COMPILE_OPTIONS "-w")
target_include_directories(okno_desk_files PUBLIC ${CMAKE_SOURCE_DIR}/src)
add_dependencies(okno_desk_files okno_desk_embed)
