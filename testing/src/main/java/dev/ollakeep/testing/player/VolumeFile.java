package dev.ollakeep.testing.player;

/**
 * One file of a volume.
 *
 * @param bytes its content; may be secret, so it has no readable text form
 * @param mode  permission bits
 */
record VolumeFile(byte[] bytes, int mode) {

  @Override
  public String toString() {
    return "VolumeFile[" + bytes.length + " bytes]";
  }
}
