package quire.api;

/**
 * A directed, typed edge. Each triple stands once in a graph; its ends are names that need not
 * belong to an entity.
 */
public record Relation(String from, String to, String type) {}
