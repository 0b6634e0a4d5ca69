package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CommonPartTest {
  private final Random random = new Random(18);

  @Test
  void directionsThatShareMuchAreFarApartWithoutIt() throws Exception {
    CommonPart common = CommonPart.read();
    float[] one = random();
    float[] other = random();
    assertThat(common.withoutOfFacts(one).cosine(common.withoutOfFacts(other)))
        .as("nothing in common")
        .isBetween(-.2, .3);
    float[] near = one.clone();
    near[0] += .1f;
    assertThat(common.withoutOfFacts(one).cosine(common.withoutOfFacts(near))).isGreaterThan(.95);
  }

  @Test
  void theLengthOfADirectionMeansNothing() throws Exception {
    CommonPart common = CommonPart.read();
    float[] one = random();
    float[] longer = new float[one.length];
    for (int at = 0; at < one.length; at++) {
      longer[at] = 40 * one[at];
    }
    assertThat(common.withoutOfQuestions(one).cosine(common.withoutOfQuestions(longer)))
        .isGreaterThan(.999);
  }

  @Test
  void nothingIsADirectionToo() throws Exception {
    Vector vector = CommonPart.read().withoutOfFacts(new float[Vector.PARTS]);
    assertThat(vector.cosine(vector)).isBetween(.999, 1.001);
  }

  private float[] random() {
    float[] numbers = new float[Vector.PARTS];
    for (int at = 0; at < numbers.length; at++) {
      numbers[at] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
