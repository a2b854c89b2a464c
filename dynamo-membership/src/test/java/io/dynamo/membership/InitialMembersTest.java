package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialMembersTest {
  @Test
  void everyPartOfAnEntryIsRead() {
    List<Member> members =
        InitialMembers.parse("n2=db.example:1/rack-7*20, n1=127.0.0.1:8402,n3=[::1]:65535*2");

    assertThat(members)
        .containsExactly(
            new Member(new NodeId("n1"), "127.0.0.1", 8402, "", 1),
            new Member(new NodeId("n2"), "db.example", 1, "rack-7", 20),
            new Member(new NodeId("n3"), "::1", 65_535, "", 2));
  }

  @Test
  void whatIsPrintedParsesToTheSame() {
    List<Member> members = InitialMembers.parse("n1=a:1/z*3,n2=[fe80::2%eth0]:2,n3=c:3*9,n4=d:4/y");

    assertThat(InitialMembers.parse(InitialMembers.print(members))).isEqualTo(members);
  }

  @Test
  void anEmptyTextNamesNobody() {
    assertThat(InitialMembers.parse(" ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:8402 | name and = are missing",
        "n1=127.0.0.1 | must have the form name=host:port[/zone][*weight]",
        "n1=::1:8402 | IPv6 address stands in brackets",
        "n1=a:1,,n2=b:2 | one comma too many",
        "n1=a:1, | one comma too many",
        "n1=a:0 | port must be 1..65535",
        "n1=a:99999999999 | port must be 1..65535",
        "n1=a:1*0 | weight must be 1..1000",
        "n1=a:1*1001 | weight must be 1..1000",
        "n1=a:1/ | empty zone",
        "n1=a:1*2/z | must have the form",
        "n 1=a:1 | node id must be",
        "=a:1 | node id must be",
        "n1=:1 | host must be",
        "n1=[]:1 | host must be",
        "n1=a:1,n1=b:2 | n1 comes twice",
        "n1=a:1,n2=a:1 | n1 and n2 have one address, a:1"
      })
  void aBadEntryIsRefusedAndNamed(String text, String message) {
    assertThatThrownBy(() -> InitialMembers.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theMessageNamesTheEntryThatIsBad() {
    assertThatThrownBy(() -> InitialMembers.parse("n1=a:1,n2=b:x"))
        .hasMessageContaining("\"n2=b:x\"")
        .hasMessageNotContaining("n1");
  }
}
