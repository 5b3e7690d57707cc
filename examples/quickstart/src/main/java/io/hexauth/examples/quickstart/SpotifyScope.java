// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.scope.Scope;

/** The 19 scopes of document 004, with the values that Spotify documents. */
enum SpotifyScope implements Scope {
  APP_REMOTE_CONTROL("Communicate with the Spotify app on your device."),
  PLAYLIST_READ_PRIVATE("Access your private playlists."),
  PLAYLIST_READ_COLLABORATIVE("Access your collaborative playlists."),
  PLAYLIST_MODIFY_PUBLIC("Manage your public playlists."),
  PLAYLIST_MODIFY_PRIVATE("Manage your private playlists."),
  USER_LIBRARY_READ("Access your saved content."),
  USER_LIBRARY_MODIFY("Manage your saved content."),
  USER_READ_PRIVATE("Access your subscription details."),
  USER_READ_EMAIL("Get your real email address."),
  USER_FOLLOW_READ("Access your followers and who you are following."),
  USER_FOLLOW_MODIFY("Manage your saved content."),
  USER_TOP_READ("Read your top artists and content."),
  USER_READ_PLAYBACK_POSITION("Read your position in content you have played."),
  USER_READ_PLAYBACK_STATE(
      "Read your currently playing content and Spotify Connect devices information."),
  USER_READ_RECENTLY_PLAYED("Access your recently played items."),
  USER_READ_CURRENTLY_PLAYING("Read your currently playing content."),
  USER_MODIFY_PLAYBACK_STATE(
      "Control playback on your Spotify clients and Spotify Connect devices."),
  UGC_IMAGE_UPLOAD("Upload images to Spotify on your behalf."),
  STREAMING("Play content and control playback on your other devices.");

  private final String value = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  private final String description;

  SpotifyScope(String description) {
    this.description = description;
  }

  @Override
  public String value() {
    return value;
  }

  @Override
  public String description() {
    return description;
  }
}
