package quire.mcp.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An object with known members, read straight into what it stands for. Unknown members are passed
 * over when it is read; whether they are promised never to come is for the description.
 */
public record Structure<T>(List<Member<?>> members, boolean closed, Maker<T> maker)
    implements Schema<T> {
  /** Makes the value from its members. */
  public interface Maker<T> {
    T make(Values values);
  }

  /** One member; one that is not required may be absent or null. */
  public record Member<V>(String name, Schema<V> schema, boolean required) {}

  public static <V> Member<V> required(String name, Schema<V> schema) {
    return new Member<>(name, schema, true);
  }

  public static <V> Member<V> optional(String name, Schema<V> schema) {
    return new Member<>(name, schema, false);
  }

  public static <T> Structure<T> open(Maker<T> maker, Member<?>... members) {
    return new Structure<>(List.of(members), false, maker);
  }

  /** {@return an object of one member, which is what it stands for} */
  public static <T> Structure<T> single(String name, Schema<T> schema) {
    Member<T> member = required(name, schema);
    return open(values -> values.get(member), member);
  }

  /** {@return a description of answers that hold these members and no others} */
  public static Structure<Values> closed(Member<?>... members) {
    return new Structure<>(List.of(members), true, values -> values);
  }

  @Override
  public T read(JsonParser json) throws InvalidInputException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return other(json);
    }
    @Nullable Object[] values = new @Nullable Object[members.size()];
    List<String> unknown = List.of();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      int index = indexOf(name);
      JsonToken token = json.nextToken();
      if (index < 0) {
        unknown = noted(unknown, json, name);
        json.skipChildren();
      } else if (token == JsonToken.VALUE_NULL && !members.get(index).required()) {
        json.skipChildren();
      } else {
        values[index] = members.get(index).schema().read(json);
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && members.get(i).required()) {
        throw missing(json, members.get(i).name(), unknown);
      }
    }
    return maker.make(new Values(members, values));
  }

  /** {@return whether the parser stands at a string that holds an object, as models send them} */
  static boolean holdsObject(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_STRING
        && json.getString().stripLeading().startsWith("{");
  }

  private T other(JsonParser around) throws InvalidInputException {
    if (!holdsObject(around)) {
      throw Schema.mustBe(around, "an object");
    }
    try (JsonParser json = Schema.within(around, around.getString())) {
      json.nextToken();
      T value = read(json);
      if (json.nextToken() == null) {
        return value;
      }
    } catch (JacksonException noJson) {
      throw Schema.mustBe(around, "an object, and the string is no JSON");
    } catch (InvalidInputException wrong) {
      throw wrong.inside(around);
    }
    throw Schema.mustBe(around, "an object, and more follows it in the string");
  }

  private static List<String> noted(List<String> unknown, JsonParser json, String name) {
    Ignored.note(json, name);
    List<String> all = unknown.isEmpty() ? new ArrayList<>() : unknown;
    all.add(name);
    return all;
  }

  @Override
  public void describe(JsonWriter json) {
    json.name("type").string("object");
    json.name("properties").beginObject();
    for (Member<?> member : members) {
      json.name(member.name());
      member.schema().write(json);
    }
    json.endObject();
    if (members.stream().anyMatch(Member::required)) {
      json.name("required").beginArray();
      members.stream().filter(Member::required).forEach(member -> json.string(member.name()));
      json.endArray();
    }
    if (closed) {
      json.name("additionalProperties").bool(false);
    }
  }

  /** {@return the member of this name, or of one that is only spelled otherwise, or -1} */
  private int indexOf(String name) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).name().equals(name)) {
        return i;
      }
    }
    for (int i = 0; i < members.size(); i++) {
      if (plain(members.get(i).name()).equals(plain(name))) {
        return i;
      }
    }
    return -1;
  }

  /** {@return the letters of a name: entityType, entity_type and Entity-Type are one} */
  private static String plain(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && c != '-' && c != ' ') {
        letters.append(Character.toLowerCase(c));
      }
    }
    return letters.toString();
  }

  private static InvalidInputException missing(JsonParser json, String name, List<String> unknown) {
    String outer = InvalidInputException.pathOf(json.streamReadContext());
    String instead =
        unknown.isEmpty()
            ? ""
            : ": "
                + String.join(", ", unknown.subList(0, Math.min(5, unknown.size())))
                + " is no name here, the name is "
                + name;
    return new InvalidInputException(
        outer.isEmpty() ? name : outer + "." + name, "is missing" + instead);
  }

  /** The members of one object that was read. */
  public static final class Values {
    private final List<Member<?>> members;
    private final @Nullable Object[] values;

    Values(List<Member<?>> members, @Nullable Object[] values) {
      this.members = members;
      this.values = values;
    }

    /** {@return the value of a member that is required} */
    public <V> V get(Member<V> member) {
      V value = find(member);
      if (value == null) {
        throw new IllegalStateException(member.name() + " is not required");
      }
      return value;
    }

    /** {@return the value of a member, null if it was absent} */
    @SuppressWarnings("unchecked") // each was read by the schema of its own member
    public <V> @Nullable V find(Member<V> member) {
      int index = 0;
      while (!members.get(index).name().equals(member.name())) {
        index++;
      }
      return (V) values[index];
    }
  }
}
