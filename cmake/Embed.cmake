# embed_texts(target name pattern): the text files matching `pattern` become part of the library as
#   namespace okno::embedded { extern const std::vector<std::pair<std::string_view, std::string_view>> <name>; }
# (file name, text), sorted by name. Run again as a script to write the source when a file has changed.
if(CMAKE_SCRIPT_MODE_FILE)
  string(REPLACE "|" ";" files "${FILES}")
  set(text "// Made by cmake/Embed.cmake.\n#include <string_view>\n#include <utility>\n#include <vector>\nnamespace okno::embedded {\n")
  string(APPEND text "extern const std::vector<std::pair<std::string_view, std::string_view>> ${NAME};\n")
  string(APPEND text "const std::vector<std::pair<std::string_view, std::string_view>> ${NAME} = {\n")
  foreach(f IN LISTS files)
    file(READ ${f} content)
    get_filename_component(fname ${f} NAME)
    string(APPEND text "{\"${fname}\", R\"okno(${content})okno\"},\n")
  endforeach()
  string(APPEND text "};\n}  // namespace okno::embedded\n")
  file(WRITE ${OUT} "${text}")
  return()
endif()

set(OKNO_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(embed_texts target name pattern)
  file(GLOB files CONFIGURE_DEPENDS ${pattern})
  list(SORT files)
  list(JOIN files "|" joined)
  set(out ${CMAKE_BINARY_DIR}/embedded/${name}.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${joined}" -DNAME=${name} -DOUT=${out} -P ${OKNO_EMBED_SCRIPT}
    DEPENDS ${files} ${OKNO_EMBED_SCRIPT} VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
