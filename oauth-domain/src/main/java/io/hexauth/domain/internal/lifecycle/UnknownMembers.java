// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Members that a later version has written and this one does not know. They are written again with
 * the rest.
 *
 * @param members of the document, or of one of its tokens
 * @param ofAccess of the access request in it
 */
public record UnknownMembers(Map<String, Object> members, Map<String, Object> ofAccess) {

  /** No such members. */
  public static final UnknownMembers NONE = new UnknownMembers(Map.of(), Map.of());

  /** Copies the maps; a member of a later version may be null, and the order counts. */
  public UnknownMembers {
    members = copy(members);
    ofAccess = copy(ofAccess);
  }

  private static Map<String, Object> copy(Map<String, Object> members) {
    return members.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** {@return the same for another access request, or for none} */
  UnknownMembers withoutAccess() {
    return ofAccess.isEmpty() ? this : new UnknownMembers(members, Map.of());
  }

  @Override
  public String toString() {
    return "UnknownMembers[" + (members.size() + ofAccess.size()) + " members]";
  }
}
