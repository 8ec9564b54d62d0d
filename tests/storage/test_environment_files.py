from curlew.storage.environments import read_environments
from helpers.workspaces import write_tree


def test_environments_are_read_by_name(tmp_path):
    write_tree(
        tmp_path,
        {
            "environments": {
                "prod.yml": "name: Production\nvariables:\n  - name: host\n    value: x\n",
                "dev.yml": "variables: []\n",
                "n.txt": "",
            }
        },
    )
    found = read_environments(tmp_path)
    assert [file.name for file in found] == ["dev", "Production"]
    assert found[1].value.variables[0].value == "x"
    assert all(file.hash and not file.problem for file in found)
    assert read_environments(tmp_path / "nothing") == ()


def test_A08_one_broken_environment_is_one_problem_and_the_others_load(tmp_path):
    secret = "name: dev\nvariables:\n  - secret: true\n    name: key\n"
    write_tree(
        tmp_path, {"environments": {"a.yml": secret, "b.yml": "variables: [\n", "c.yml": b"\xff\n", "d.yml": "name: d\nvariables: 3\n"}}
    )
    found = {file.path.stem: file for file in read_environments(tmp_path)}
    assert found["a"].value.variables[0].secret
    assert found["b"].problem.startswith("line ")
    assert found["c"].problem
    assert len(found) == 4


def test_B09_a_link_out_of_the_collection_is_not_read(tmp_path):
    write_tree(tmp_path, {"api": {"environments": {}}, "other.yml": "name: other\n"})
    (tmp_path / "api" / "environments" / "x.yml").symlink_to(tmp_path / "other.yml")
    assert read_environments(tmp_path / "api") == ()
