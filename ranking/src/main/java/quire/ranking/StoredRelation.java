package quire.ranking;

import java.time.Instant;
import quire.api.Author;
import quire.api.Relation;

/**
 * A relation as an index finds it.
 *
 * @param sequence the number of the change that wrote it; negative if a person wrote it
 * @param fromType the type of the entity that it leads from; empty if no entity has that name
 * @param toType the type of the entity that it leads to; empty if no entity has that name
 */
public record StoredRelation(
    long sequence,
    Relation relation,
    String fromType,
    String toType,
    Author author,
    Instant time) {}
