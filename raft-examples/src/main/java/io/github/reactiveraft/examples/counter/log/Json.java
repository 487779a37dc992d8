package io.github.reactiveraft.examples.counter.log;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON on one line: what a record declares, in that order, nulls included. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Json() {}

    static String line(Object body) {
        return MAPPER.writeValueAsString(body);
    }
}
