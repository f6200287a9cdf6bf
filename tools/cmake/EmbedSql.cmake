# redress_embed_sql(TARGET SERVICE DIR)
#   Compiles every DIR/*.sql, in the order of their names, into TARGET as
#   `const std::vector<redress::pg::Migration>& redress::SERVICE::Migrations()`; the caller declares that function.
#   A migration's name is `SERVICE/file.sql`.
function(redress_embed_sql target service dir)
  get_filename_component(dir ${dir} ABSOLUTE)
  file(GLOB files CONFIGURE_DEPENDS ${dir}/*.sql)
  list(SORT files)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${service}_migrations.cc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DSERVICE=${service} -DDIR=${dir} -DOUT=${out} -P ${CMAKE_SOURCE_DIR}/tools/cmake/EmbedSqlScript.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/tools/cmake/EmbedSqlScript.cmake VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
