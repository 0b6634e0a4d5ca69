package quire.api;

/** A call needs an entity that does not exist. Nothing was written (R3). */
public final class EntityNotFoundException extends StoreException {
  private static final long serialVersionUID = 1;

  private final String entity;

  public EntityNotFoundException(String entity) {
    super("Entity with name " + entity + " not found; nothing was written");
    this.entity = entity;
  }

  /** {@return the first name that is unknown} */
  public String entity() {
    return entity;
  }
}
